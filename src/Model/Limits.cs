namespace NeptuneAlt.Model;

/// <summary>Every bound of the product, in one place. Sizes are in bytes unless the name says otherwise.</summary>
public static class Limits
{
    // What a client may send (Neptune's own limits).
    public const int AttributePathBytesMax = 1024;
    public const int RunIdBytesMax = 730;
    public const int StringValueBytesMax = 1 << 20;
    public const int StringSetBytesMax = 1 << 20;
    public const int FileRefBytesMax = 4096;
    public const int HistogramBinsMax = 512;
    public const int IngestRequestBytesMax = 17 << 20;
    public const int QueryRequestBytesMax = 32 << 20;
    public const int AnonymousRequestBytesMax = 64 << 10;
    public const int StatusIdsMax = 1000;
    public const int SignedUrlsPerRequestMax = 1000;

    // What a query may ask.
    public const int SearchPageMax = 10_000;
    public const int StringSeriesRequestNameBytesMax = 2_048_000;
    public const int FloatSeriesPointsMax = 1_000_000;
    public const int FormulaCharactersMax = 65_536;
    public const int FormulaOperationsMax = 300;
    public const int FormulaDepthMax = 1000;
    public const int FormulaArgumentsMax = 20;
    public const int FormulaReferencesMax = 20;
    public const int FormulaFamiliesMax = 4;
    public const int FormulaFamilyMembersMax = 1000;
    public const int FormulaSeriesMax = 100_000;
    public const int FormulaValuesMax = 10_000;
    public const int FormulasAtATimeMax = 2;

    // Formulas of the runs table: columns, runs that are sorted or filtered by one, runs that are compared with each other.
    public const int TableFormulasMax = 50;
    public const int FormulaSortRunsMax = 10_000;
    public const int FormulaComparedRunsMax = 1000;

    // Points that formulas of one request may read, and of one line: those are in memory together.
    public const long FormulaPointsMax = 100_000_000;
    public const long FormulaLinePointsMax = 10_000_000;

    // What people write together: views, dashboards, reports. Documents are counted by project and kind.
    public const int DocumentsMax = 1000;
    public const int DocumentNameCharactersMax = 200;
    public const int DocumentContentBytesMax = 1 << 20;
    public const int AddressesKeptMax = 10_000;
    public const int CommentsMax = 20_000;
    public const int CommentCharactersMax = 10_000;
    public const int MarkCharactersMax = 500;

    // Links of a project: by which anybody may look at one board; and to addresses of the app, the last used ones.
    public const int PublicLinksMax = 1000;
    public const int ShortLinksMax = 10_000;
    public const int ShortLinkBytesMax = 1 << 20;

    // Dashboards of a project, and what one may hold.
    public const int DashboardsMax = 2000;
    public const int DashboardVersionsMax = 500;
    public const int DashboardDraftsMax = 500;
    public const int DashboardBytesMax = 2 << 20;
    public const int DashboardDepthMax = 32;
    public const int DashboardSectionsMax = 100;
    public const int WidgetsMax = 500;

    // A report, beside what holds for dashboards.
    public const int ReportNodesMax = 200;
    public const int RunGroupsMax = 50;
    public const int RunGroupMembersMax = 1000;
    public const int ReportProjectsMax = 100;

    // A widget.
    public const int WidgetTextCharactersMax = 200_000;
    public const int WidgetPatternCharactersMax = 2000;
    public const int WidgetPatternsMax = 100;

    // What the write half keeps in memory.
    public const int BlockRowsMax = 400_000;
}
