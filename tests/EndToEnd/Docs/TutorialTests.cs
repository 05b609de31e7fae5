using NeptuneAlt.EndToEnd.Imports;
using Xunit;

namespace NeptuneAlt.EndToEnd.Docs;

/// <summary>Whoever types what the README and the tutorials say gets what they say.</summary>
public class TutorialTests
{
    static readonly Lesson Start = new("server", "bash", LessonKind.Server, "neptunealt --data data\n");
    static readonly Lesson Token = new(
        "token", "bash", LessonKind.Run, "export NEPTUNE_API_TOKEN=$(cat data/api-token) NEPTUNE_PROJECT=my-workspace/my-project\n");

    /// <summary>The tutorials are the files that are there: a new one is run from the day it is written.</summary>
    public static TheoryData<string> Pages =>
    [
        "README.md",
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "tutorials"), "*.md")
            .Select(file => $"tutorials/{Path.GetFileName(file)}").Order(),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_of_a_page_runs_and_prints_what_is_shown(string page)
    {
        var lessons = Lesson.In(page, await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, page), TestContext.Current.CancellationToken));
        Assert.Contains(lessons, lesson => lesson.Kind == LessonKind.Run);
        await using var terminal = new Terminal();
        await LayAsync(terminal.Folder);
        // A page that starts none counts on the one that its reader has.
        if (lessons.All(lesson => lesson.Kind != LessonKind.Server)) lessons = [Start, Token, .. lessons];

        string? printed = "";
        var left = 0;
        foreach (var lesson in lessons)
        {
            if (lesson is { Kind: LessonKind.Run, Language: "python" } && PythonClients.Missing is not null)
            {
                left++;
                printed = null;
                continue;
            }

            switch (lesson.Kind)
            {
                case LessonKind.Run: printed = await terminal.RunAsync(lesson); break;
                case LessonKind.Server: printed = await terminal.ServeAsync(lesson); break;
                case LessonKind.Output when printed is not null:
                    var missing = lesson.FirstMissing(printed);
                    Assert.True(missing is null, $"{lesson.Where}: '{missing}' is not among what was printed:\n{printed}");
                    break;
                case LessonKind.Output or LessonKind.Shown: break;
                default: throw new InvalidOperationException($"{lesson.Where}: {lesson.Kind}");
            }
        }

        Assert.SkipWhen(left > 0, $"All but {left} blocks of Python ran. {PythonClients.Missing}");
    }

    [Fact]
    public void Output_that_was_not_printed_is_noticed()
    {
        var lesson = new Lesson("page:1", "text", LessonKind.Output, "one\n…\nthree of …\n");

        Assert.Null(lesson.FirstMissing("zero\none\ntwo\n three of 3\n"));
        Assert.Equal("three of …", lesson.FirstMissing("three of 3\none\n"));
        Assert.Equal("one", lesson.FirstMissing("once\n"));
    }

    /// <summary>What a reader who moves in has: the folders of other trackers.</summary>
    static async Task LayAsync(string folder)
    {
        foreach (var (from, to) in new[]
        {
            ("exporter/neptune3", "exports"), ("trackers/tensorboard", "runs"), ("trackers/wandb", "wandb"), ("trackers/mlflow/mlruns", "mlruns"),
        })
        {
            var source = Path.Combine(AppContext.BaseDirectory, from);
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(folder, to, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        // Of runs that were never sent, one with a file beside its script.
        var note = Path.Combine(folder, "note.txt");
        await File.WriteAllTextAsync(note, "a note", TestContext.Current.CancellationToken);
        await OfflineStoreTests.MoveFileAsync(OfflineStoreTests.CopyTo(Path.Combine(folder, ".neptune")), note);
    }
}
