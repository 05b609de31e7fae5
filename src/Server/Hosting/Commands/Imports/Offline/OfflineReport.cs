namespace NeptuneAlt.Server.Hosting.Commands.Imports.Offline;

enum OfflineOutcome
{
    Sent,

    /// <summary>The server had all of it.</summary>
    Present,

    /// <summary>Not all of it is there.</summary>
    Incomplete,
}

/// <summary>What became of one store.</summary>
sealed class OfflineReport(string path)
{
    const int SentencesMax = 20;

    readonly List<string> _differences = [];

    public string Path => path;

    public string? Project { get; set; }

    public string? RunId { get; set; }

    public OfflineOutcome Outcome { get; set; }

    public long Operations { get; set; }

    public int Files { get; set; }

    /// <summary>Values that the server refused.</summary>
    public long Refused { get; set; }

    /// <summary>Sentences; of many alike, the first.</summary>
    public IReadOnlyList<string> Differences => _differences;

    public void Differs(string sentence)
    {
        if (_differences.Count < SentencesMax) _differences.Add(sentence);
    }
}
