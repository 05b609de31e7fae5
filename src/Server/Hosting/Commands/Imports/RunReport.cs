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

    /// <summary>How much was told so far.</summary>
    public (int Differences, int Notes) Told => (_differences.Count, _notes.Count);

    /// <summary>Takes back what was told since.</summary>
    public void TakeBack((int Differences, int Notes) told)
    {
        lock (_differences) _differences.RemoveRange(told.Differences, _differences.Count - told.Differences);
        lock (_notes) _notes.RemoveRange(told.Notes, _notes.Count - told.Notes);
    }

    static void Add(List<string> sentences, string sentence)
    {
        lock (sentences)
        {
            if (sentences.Count < SentencesMax) sentences.Add(sentence);
            else if (sentences.Count == SentencesMax) sentences.Add("There is more that is not listed here.");
        }
    }
}
