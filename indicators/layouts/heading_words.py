"""What councils and publishers call their columns. Words are plain: lower case, no punctuation."""

ENGLAND_WORDS = "england|national|nationally|eng"
REGION_WORDS = "region|regional|regionally"

ROLE_WORDS: dict[str, str] = {
    "code": """
        code|ref|reference|pi|pi ref|pi code|pi number|pi no|indicator code|indicator id|metric no
        indicator ref|indicator reference|indicator number|indicator no|measure code|measure ref
        measure id|measure number|measure no|metric code|metric number|metric ref|metric id|no|kpi
        number ref|id|kpi ref|kpi code|kpi id|kpi no|kpi number|ascof measure code|ascof code|item
        item no|item number|ascof|ascof ref|measure reference|metric reference|short code""",
    "title": """
        indicator|indicator name|indicator title|title|name|measure|measure name|measure title
        metric|metric name|metric title|description|indicator description|performance indicator
        performance measure|kpi name|kpi description|kpi title|pi name|pi description|short name
        measure description|metric description|question|performance indicator name|indicators
        measures|metrics|performance measures|performance indicators|key performance indicator
        activity|ascof measure|ascof indicator|performance metric|indicator label
        metric label""",
    "council_code": """
        area code|ons code|ons area code|gss code|gss|la code|local authority code|geography code
        geographical code|geographic code|council code|cassr code|organisation code|lad code
        utla code|areacode|ecode|e code|authority code|local authority ons code|ons|la ons code
        upper tier local authority code|upper tier local authority district code|new ons code
        ons la code|geographyid|area id|gss area code|ctyua code|ua code|org code|ladcd|utlacd""",
    "council_name": """
        area|area name|council|council name|local authority|local authority name|la name|la
        authority|authority name|geography|geography name|geographical description|place
        organisation|organisation name|upper tier la|upper tier authority|utla|utla name|cassr
        cassr name|council area|areaname|location|upper tier local authority
        upper tier local authority name|upper tier local authority district name|local authorities
        lad name|councils|geographic area|area label|local authority area|ladnm|utlanm""",
    "period": """
        period|time period|reporting period|date|quarter|month|time|period label|period name
        timeperiod|date range|year ending|as at|collection period|period end|period ending
        data period|latest period|period covered|timeframe|time frame|time period range
        reference period|period of data|date of data|latest data|month end|month ending""",
    "year": """
        year|financial year|fiscal year|reporting year|collection year|fy|calendar year
        academic year|survey year|data year""",
    "value": """
        value|figure|outturn|actual|result|performance|current value|latest value|measure value
        published|outcome|indicator value|data value|latest|current|current performance|data
        reported value|rate|percentage|percent|score|actual performance|actual value|outturn value
        latest outturn|latest figure|this period|current figure|current outturn|year to date|ytd
        our value|latest performance|estimate|point estimate|observed value|obs value|proportion
        latest result|current position|current result|this quarter|this month|this year
        published value|council value|our figure|council figure|published figure|metric value""",
    "numerator": "numerator|num|count|numerator value|numerator count|number of cases|nominator",
    "denominator": """
        denominator|den|denom|population|denominator value|base population|denominator count""",
    "base": """
        base|respondents|number of respondents|sample size|responses|number of responses|n
        unweighted base|weighted base|bases""",
    "margin": """
        margin|margin of error|moe|confidence interval|ci|95 ci|95 confidence interval|plus or minus
        95 margin of error|margin of error 95|confidence interval plus or minus""",
    "lower": """
        lower|lower ci|lower limit|lower confidence limit|lower ci 95 0 limit|lci|lower bound
        lower 95 ci|lower 95 confidence limit|lower ci limit|lower confidence interval|ci lower
        95 ci lower|lowerci95 0limit|lower 95 0 limit|lower 95 confidence interval|lower 95""",
    "upper": """
        upper|upper ci|upper limit|upper confidence limit|upper ci 95 0 limit|uci|upper bound
        upper 95 ci|upper 95 confidence limit|upper ci limit|upper confidence interval|ci upper
        95 ci upper|upperci95 0limit|upper 95 0 limit|upper 95 confidence interval|upper 95""",
    "target": """
        target|plan|goal|target value|planned|ambition|trajectory|annual target|year end target
        full year target|current target|target for year|local target|standard""",
    "measure_type": """
        measure type|metric type|value type|statistic|type of figure|data type|statistic type
        measuretype|figure type|type of value|measurement type|value name|element
        type of measure|metric type label""",
    "breakdown": """
        breakdown|sex|gender|age|age group|age band|ethnicity|ethnic group|client group|inequality
        dimension|subgroup|sub group|setting|disaggregation|disaggregation level|support reason
        primary support reason|category of support|team|care setting|characteristic|split|cohort
        service type|breakdown value|measure group|measure group description|support setting
        level of need|type of care|disability|user group|group description""",
    "unit": """
        unit|units|unit of measure|unit of measurement|format|measure unit|value unit|unit type
        measured in|data format""",
    "polarity": """
        polarity|good to be|good is|success is|aim to|better is|good performance|good performance is
        desired direction|high or low|what is good|what good looks like|bigger or smaller is better
        bigger smaller is better|higher or lower is better|high low is good|aim|preferred direction
        which way is better|better to be|what does good look like|best is|direction of good|hi lo
        desired direction of travel|high is good or low is good|optimal direction|good direction
        polarity good is|target polarity|goal direction""",
    "frequency": "frequency|reporting frequency|collection frequency|how often|reported",
    "reporting_lag": """
        reporting lag|reporting lag quarters|lag|quarters in arrears|lag quarters|arrears""",
    "heading": """
        priority|obsession|section|theme|service|directorate|category|domain|group|quality statement
        statement|strategic priority|corporate priority|council plan priority|area of work|cqc theme
        portfolio|topic|objective|outcome area|service area|table|plan priority
        council priority|indicator group|function|programme|pledge|sub theme|ascof domain""",
    "definition": "definition|full description|methodology|rationale|how it is measured",
    "source": "source|data source|collection|data collection|data return|source of data",
    "note": """
        comments|comment|commentary|note|notes|narrative|value note|caveat|caveats|footnote|remarks
        footnotes|data quality note|exception commentary|performance commentary|analysis|explanation
        notes if provided|value notes|data quality|reason|performance comment""",
    "country": "country|nation",
    "rank": """
        rank|ranking|position|england rank|national rank|rank in england|regional rank|rank position
        league position""",
    "comparator": """
        comparator|comparators|benchmark|peers|neighbours|cipfa|nearest neighbours|family group
        statistical neighbours|similar councils|comparator group|benchmarking|peer group|sn|nn""",
    "derived": """
        rag|rag status|rag rating|dot|direction of travel|trend|trend arrow|short term trend|change
        annual trend|difference|diff|variance|performance status|status|significance|arrow|quartile
        recent trend|compared to england|compared to target|on target|on track|forecast|gap
        variance from target|published score|published diff|published short term trend
        published annual trend|compared to england value or percentiles|compared to percentiles
        compared to goal|sparkline|year on year change|percentage change|traffic light|bragg
        direction|distance from target|performance against target|against target|target met
        short trend|long trend|long term trend|performance rating|rating""",
    "ignored": """
        time period sortable|new data|parent code|parent name|area type|geographical level
        geography type|la type|type|category type|lower ci 99 8 limit|upper ci 99 8 limit|sort order
        lead officer|owner|responsible officer|lead|lead member|director|head of service|officer
        object id|row|row number|index|url|link|accountable officer|data owner|council type
        local authority type|region code|region name|shape|type of council|period type|period id
        raw value|indicator owner|contact|email|version|last updated|date updated|updated""",
}  # fmt: skip

ROLE_OF: dict[str, str] = {
    words.strip(): role
    for role, text in ROLE_WORDS.items()
    for line in text.strip().splitlines()
    for words in line.split("|")
    if words.strip()
}

# Words inside a longer heading, in the order they are looked for.
INSIDE = [
    (
        "derived",
        r"rag|dot|direction of travel|trend|variance|diff(?:erence)?|arrow|quartile|status|change"
        r"|(?:distance|gap|variance) (?:from|to) \w+|(?:vs|versus|against|of) (?:the )?target"
        r"|compar(?:ed|ison) (?:to|with)|target met|forecast|traffic light|previous rank(?:ing)?"
        r"|rating",
    ),
    ("rank", r"rank|ranking|league position"),
    ("lower", r"lower (?:95 )?(?:confidence |ci )?(?:limit|ci|bound|interval)|lower 95|lci"),
    ("upper", r"upper (?:95 )?(?:confidence |ci )?(?:limit|ci|bound|interval)|upper 95|uci"),
    ("margin", r"margin(?: of error)?|confidence interval|moe"),
    ("numerator", r"numerator|nominator"),
    ("denominator", r"denominator|denom"),
    ("base", r"respondents|sample size|responses received"),
    ("target", r"target|planned|ambition|trajectory|goal|plan"),
    ("comparator",
     r"cipfa|neighbours?|comparators?|peers?|family group|similar councils|benchmark"
     r"|group (?:average|mean|median)|councils (?:average|mean|median)|nn|sn"),
]  # fmt: skip

# What a heading may say beside a period or a place without being anything else.
FILLERS = set(
    """
    actual outturn value figure result performance average mean median avg total data the for year
    end of position published ytd to date final provisional revised and in comparator council
    month quarter financial fy score rate percent percentage outcome reported as at latest current
    quarterly monthly annual full cumulative mbc borough city metropolitan county figures outturns
    results actuals level per cent benchmark all authorities councils number no
    """.split()  # noqa: SIM905 (a list of words is easier to read and to add to)
)
