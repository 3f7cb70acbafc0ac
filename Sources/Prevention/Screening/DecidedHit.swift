/// A decision on a hit of Socialsøg, as far as figures look at it: of which rule, how long it took, and what came of it. It names
/// nobody, and stays when the hit is deleted.
public struct DecidedHit: Sendable, Hashable {
    /// Of the decision; below zero where only this is left of it.
    public let id: Int64
    /// `nil` where it is deleted.
    public let hit: Int64?
    public let rule: String
    public let version: Int
    /// In which it was decided, by the local day.
    public let year: Int
    /// Code of where the child lived then; empty where that is unknown or protected.
    public let municipality: String
    /// *Report*, or *no report*.
    public let isReport: Bool
    /// Days from the last incident that triggered before the decision; `nil` where that was not kept.
    public let incidentDays: Int?
    /// Days from the day on which it was found, or opened again; `nil` where that was not kept.
    public let foundDays: Int?
    /// Days until a notice was sent that came of the report; `nil` where none was.
    public let noticeDays: Int?
    /// Days until a municipality answered such a notice with a measure; `nil` where none did.
    public let helpDays: Int?
    /// What a second screener said who knew nothing of it: whether *report*; `nil` where nobody was asked or has answered.
    public let second: Bool?

    public init(
        id: Int64, hit: Int64?, rule: String, version: Int, year: Int, municipality: String, isReport: Bool,
        incidentDays: Int?, foundDays: Int?, noticeDays: Int?, helpDays: Int?, second: Bool?
    ) {
        self.id = id
        self.hit = hit
        self.rule = rule
        self.version = version
        self.year = year
        self.municipality = municipality
        self.isReport = isReport
        self.incidentDays = incidentDays
        self.foundDays = foundDays
        self.noticeDays = noticeDays
        self.helpDays = helpDays
        self.second = second
    }

    /// Of a version of a rule, as a group of a figure.
    public static func group(_ rule: String, version: Int) -> String { "\(rule)-\(version)" }
}

// MARK: - Figures

extension Figure {
    /// What the screeners learn from (*læringssløjfen*): what came of the decided hits, how far screeners agree, and how long it
    /// takes. The rules are data, and so are the cells.
    public static func learning(rules: [ScreeningRule]) -> [Figure] {
        let versions = rules.map { DecidedHit.group($0.id, version: $0.version) }
        var ids: [String] = []
        for rule in rules where !ids.contains(rule.id) { ids.append(rule.id) }
        return [outcomes(versions), agreement(ids), time(rules, ids)]
    }

    private static let all = "all"

    private static func cells(_ variants: [String], _ groups: [String]) -> [Cell] {
        variants.flatMap { variant in ([all] + groups).map { Cell(variant: variant, group: $0) } }
    }

    /// The same count under the variant, for all rules and for one.
    private static func counts(
        _ variant: String, _ group: String, _ hit: DecidedHit, isMet: Bool = true, value: Int = 0
    ) -> [Count] {
        [all, group].map { group in
            Count(
                Cell(variant: variant, group: group), key: Key(hit.id), isMet: isMet, value: value,
                municipality: hit.municipality)
        }
    }

    /// Of the decisions of the year, by version of the rule: the share that led to a report, to a notice, and to help.
    private static func outcomes(_ versions: [String]) -> Figure {
        Figure(
            "screening-outcomes", unit: .share, cells: cells(["reported", "noticed", "helped"], versions),
            source: .decisions { hit, year throws(LawBook.MissingRule) in
                guard hit.year == year.year else { return [] }
                let group = DecidedHit.group(hit.rule, version: hit.version)
                let most = try year.law.value("screening.outcome-days", on: LocalDate.firstDay(of: hit.year))
                func isWithin(_ days: Int?) -> Bool { days.map { $0 <= most } ?? false }
                return counts("reported", group, hit, isMet: hit.isReport)
                    + counts("noticed", group, hit, isMet: isWithin(hit.noticeDays))
                    + counts("helped", group, hit, isMet: isWithin(hit.helpDays))
            })
    }

    /// Of the decisions of the year that a second screener has judged blind: the share on which both agree, and kappa. Whose they
    /// were stands nowhere, and there is no way from the number to the hits: it would lead to who disagreed with whom.
    private static func agreement(_ rules: [String]) -> Figure {
        Figure(
            "screening-agreement", unit: .share, privacy: .counts, cells: cells(["agreeing", "kappa"], rules),
            measures: ["kappa": .kappa], isByMunicipality: false,
            source: .decisions { hit, year in
                guard hit.year == year.year, let second = hit.second else { return [] }
                let code = Agreement.code(first: hit.isReport, second: second)
                return counts("agreeing", hit.rule, hit, isMet: hit.isReport == second)
                    + counts("kappa", hit.rule, hit, value: code)
            })
    }

    /// Days from the last incident that triggered, and from the finding, to the decision. A rule's number is also the sum over its
    /// versions in the figure of outcomes.
    private static func time(_ rules: [ScreeningRule], _ ids: [String]) -> Figure {
        let (variants, outcomes) = (["from-incident", "from-found"], ["reported", "noticed", "helped"])
        var sums: [Sum] = []
        for id in ids {
            let versions = rules.filter { $0.id == id }.map { DecidedHit.group(id, version: $0.version) }
            for variant in variants {
                for outcome in outcomes {
                    let parts = versions.map { Cell(variant: outcome, group: $0) }
                    sums.append(Sum(Cell(variant: variant, group: id), of: "screening-outcomes", parts))
                }
            }
        }
        return Figure(
            "screening-days", unit: .days, privacy: .counts, cells: cells(variants, ids),
            measures: ["from-incident": .days, "from-found": .days], sums: sums,
            source: .decisions { hit, year in
                guard hit.year == year.year else { return [] }
                let days = [("from-incident", hit.incidentDays), ("from-found", hit.foundDays)]
                return days.flatMap { variant, days in
                    days.map { counts(variant, hit.rule, hit, value: $0) } ?? []
                }
            })
    }

    /// Whether the records behind it may be opened, one by one.
    public var hasRecords: Bool {
        if case .decisions = source { return isByMunicipality }
        return true
    }
}
