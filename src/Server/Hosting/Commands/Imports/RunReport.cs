namespace NeptuneAlt.Server.Hosting.Commands.Imports;

enum RunOutcome
{
    /// <summary>Came in, and is what the export has.</summary>
    Imported,

    /// <summary>Was there already, from the same parts.</summary>
    Present,

    /// <summary>Came in, but something is not what the export has.</summary>
    Different,

    /// <summary>Could not come in.</summary>
    Refused,

    /// <summary>Would come in.</summary>
    Planned,
}

/// <summary>What became of a run.</summary>
sealed class RunReport(ExportedRun run, string project)
{
    const int SentencesMax = 1000;

    readonly List<string> _differences = [];
    readonly List<string> _notes = [];

    public ExportedRun Run => run;

    public string Project => project;

    public RunOutcome Outcome { get; set; } = RunOutcome.Planned;

    public string? SysId { get; set; }

    public long Points { get; set; }

    public int Attributes { get; set; }

    public int Files { get; set; }

    public IReadOnlyCollection<SentSeries> Series { get; set; } = [];

    /// <summary>Sentences on what the server does not have as the export has it.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Sentences on what the export itself lacks.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public void Differs(string sentence) => Add(_differences, sentence);

    public void Note(string sentence) => Add(_notes, sentence);

    static void Add(List<string> sentences, string sentence)
    {
        lock (sentences)
        {
            if (sentences.Count < SentencesMax) sentences.Add(sentence);
            else if (sentences.Count == SentencesMax) sentences.Add("There is more that is not listed here.");
        }
    }
}
