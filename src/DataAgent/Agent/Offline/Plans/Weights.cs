namespace DataAgent.Agent.Offline.Plans;

/// <summary>
/// What makes one reading of a question better than another. Every figure is here, so that it is seen what it competes with.
/// </summary>
/// <remarks>
/// The unit is one word that is the very name of a thing: it is worth 1. A reading's score is the sum of what its words are worth, less
/// what its ways through the foreign keys cost and what it leaves unread. The figures are found by trial over the books of questions in
/// <c>tests/DataAgent.Tests/Agent/Offline/questions</c>; change one and run them.
/// </remarks>
internal static class Weights
{
    // How sure a meaning is, from 1 (the very name) down.

    /// <summary>The words are the name itself, give or take number and case.</summary>
    public const double VeryName = 0.95;

    /// <summary>One synonym, ending or slip away from the name; sure enough to decide alone.</summary>
    public const double Clear = 0.75;

    /// <summary>Below this a word only resembles a name, and no part is given to it.</summary>
    public const double Plausible = 0.6;

    // What a way to a table takes away from a meaning there.

    /// <summary>For each link of the way: what is nearer is meant rather.</summary>
    public const double PerStep = 0.1;

    /// <summary>The same for the date that figures are split by, of which there is rarely a choice.</summary>
    public const double PerStepToDate = 0.05;

    /// <summary>The way meets several rows: a condition there is looser than one on the row itself.</summary>
    public const double FansOut = 0.08;

    /// <summary>A group that meets several rows repeats what is added up: "films by actor" counts a film for each of its actors.</summary>
    public const double GroupFansOut = 0.25;

    /// <summary>A way that leads through a table the question names right there costs this much for the turn it takes …</summary>
    public const double ThroughAnchor = 0.3;

    /// <summary>… and saves this when the table stands right after the word: "Rock tracks".</summary>
    public const double AnchorAfter = 0.8;

    /// <summary>… or this when it stands before: "tracks of the genre Rock".</summary>
    public const double AnchorBefore = 0.6;

    /// <summary>… or this when the question is about it at all.</summary>
    public const double AnchorEntity = 0.2;

    /// <summary>An anchor is the table the draft is about when the word means it nearly as well as its best meaning.</summary>
    public const double AnchorSlack = 0.2;

    // Values of the data.

    /// <summary>The column holds the very value.</summary>
    public const double ExactValue = 1;

    /// <summary>The column only contains it or begins with it.</summary>
    public const double NearValue = 0.6;

    /// <summary>A word beside the value names its column or table: "genre Rock".</summary>
    public const double LabelledValue = 0.6;

    /// <summary>"albums by Iron Maiden" does not mean the album of that name, when something else is called so too.</summary>
    public const double OwnNameValue = -0.6;

    /// <summary>The value is what rows of that table are called: "Brazil" is a country before it is a billing country.</summary>
    public const double NamingValue = 0.35;

    /// <summary>First and last name together.</summary>
    public const double FullNameValue = 0.15;

    /// <summary>A first or last name alone says little: "Paris" is a town before it is somebody's name.</summary>
    public const double HalfNameValue = -0.1;

    /// <summary>The value is met over rows that repeat.</summary>
    public const double ValueFansOut = 0.1;

    /// <summary>Another column with the same value is worth a note when it is no farther than this.</summary>
    public const double NearEnoughToMention = 2.5;

    // What the question is about.

    /// <summary>A table beside a measure explains half as much as a table that is asked for.</summary>
    public const double EntityBesideMeasure = 0.5;

    /// <summary>What is named later is less likely to be what the question is about, by this for each noun.</summary>
    public const double LaterEntity = 0.15;

    /// <summary>A word also means tables that are less likely than its best meaning by no more than this.</summary>
    public const double EntitySlack = 0.25;

    /// <summary>So nearly must the first noun be a table's name to be the only table that is tried.</summary>
    public const double HeadName = 0.9;

    /// <summary>A column stands for its table, but not so well as the table's own name …</summary>
    public const double EntityOfColumn = 0.2;

    /// <summary>… and only when that meaning is no less likely than the best by more than this.</summary>
    public const double OwnerSlack = 0.2;

    /// <summary>Nothing but a value is named: the table that holds it.</summary>
    public const double EntityOfValue = 0.4;

    /// <summary>"top customers" may mean revenue, but a figure that is named is better …</summary>
    public const double TopByRevenue = 0.3;

    /// <summary>… or, where there is no revenue, the number of things that happened to them.</summary>
    public const double TopByEvents = 0.5;

    /// <summary>"most popular" counts what happened; pieces sold come close behind.</summary>
    public const double SoldAsPopular = 0.05;

    /// <summary>Of several tables of things that happened, each is this much less likely than the one before it.</summary>
    public const double NextEvent = 0.3;

    // Which column a condition, an order or a group is about.

    /// <summary>A date named only in part ("created" for <c>created_at</c>) is enough beside a time.</summary>
    public const double DateBesideTime = 0.55;

    /// <summary>A column before a bare number ("store 2") with its way counted in: far away, it rarely is meant.</summary>
    public const double ColumnBeforeNumber = 0.5;

    /// <summary>A yes-or-no column, or a date that says yes when it is set, must be named this clearly …</summary>
    public const double Flag = 0.7;

    /// <summary>… and be no less likely than the best meaning of the word by more than this.</summary>
    public const double FlagSlack = 0.1;

    /// <summary>
    /// "no phone" means a column that can be empty rather than a table of that name when the column fits better by more than this.
    /// </summary>
    public const double EmptyColumnOverTable = 0.1;

    /// <summary>"last hired": so clearly must a word name a date to be what "first" and "last" go by.</summary>
    public const double DateVerb = 0.7;

    /// <summary>"per category" shows the category rather than a column of the same name.</summary>
    public const double GroupByTable = 0.05;

    /// <summary>
    /// "what statuses do orders have": so clearly must the first noun name a column for its different values to be meant.
    /// </summary>
    public const double ValuesOf = 0.8;

    // What is counted or added up.

    /// <summary>Where several tables hold amounts, each is this much less likely than the one before it.</summary>
    public const double NextAmount = 0.05;

    /// <summary>"How many …" also tries meanings that are less likely than the best by no more than this.</summary>
    public const double CountSlack = 0.2;

    /// <summary>Counting the different values of a column is a little less likely than counting rows …</summary>
    public const double Distinct = 0.05;

    /// <summary>… and much less when a table has the very same name.</summary>
    public const double DistinctBesideTable = 0.3;

    /// <summary>"how many sales", where no table is called so: the rows that hold the amount.</summary>
    public const double CountOfSales = 0.8;

    /// <summary>So like its table must the first word of "film length" be, for the films to be counted.</summary>
    public const double OwnerName = 0.7;

    // What parts of a question add when they are read.

    /// <summary>A time, a number or a test on a figure that found its column.</summary>
    public const double Condition = 1;

    /// <summary>A condition or an order that is guessed from what the table is like: "never sold", "the longest films".</summary>
    public const double Guessed = 0.9;

    /// <summary>A table whose rows are counted for a ranking or a grouping that names no figure.</summary>
    public const double ImpliedCount = 0.95;

    /// <summary>A word that repeats what another part has said already.</summary>
    public const double SaidAgain = 0.5;

    /// <summary>A table that a condition on a list leads through anyway.</summary>
    public const double OnTheWay = 0.6;

    /// <summary>Two scores closer than this are the same; the first stays.</summary>
    public const double Tie = 1e-9;

    // Words that are left when measure, groups and conditions are read.

    /// <summary>A word names a table again when that meaning is no less likely than its best by more than this.</summary>
    public const double SameTableSlack = 0.3;

    /// <summary>The same for the column that is measured.</summary>
    public const double SameColumnSlack = 0.1;

    /// <summary>A table that must have rows explains a word less well than a table that is asked for.</summary>
    public const double MustExist = 0.3;

    /// <summary>
    /// A table that every row has one of adds nothing, and is accepted as saying nothing when it is named this well and near.
    /// </summary>
    public const double LeastForNothingToAdd = 0.55;

    /// <summary>A word means a table rather than a column when the table fits better by more than this.</summary>
    public const double TableOverColumn = 0.15;

    /// <summary>Showing the name of another table explains a word less well than showing a column.</summary>
    public const double ShownTable = 0.2;

    // What a whole reading loses.

    /// <summary>For each word that it gives no part: more than any name can add, so that a reading with all words wins.</summary>
    public const double UnreadWord = 2;

    /// <summary>What is counted or added up is taken from a view, though a table may hold it.</summary>
    public const double RootIsView = 0.15;

    /// <summary>For each link to what the figures are split by.</summary>
    public const double PerStepToGroup = 0.05;

    /// <summary>
    /// For each group that repeats rows, when it does so through a table that joins two others, as films and actors are joined …
    /// </summary>
    public const double GroupOverBridge = 0.1;

    /// <summary>… and when it goes down to rows of its own: then the figure hardly means anything.</summary>
    public const double GroupOverRows = 0.4;
}
