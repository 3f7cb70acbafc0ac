import Handbook
import Prevention
import SQL
import Store

/// Works out what initiatives and areas are linked to: figures as everybody may see them, external indicators, cases.
struct PlanMeasures {
    /// What is asked for, and against which year it is held.
    struct Need {
        let figures: [String]
        let base: PlanBase?
    }

    let year: Int
    private let office: Office
    /// By year: the cells of the figures asked for, beside those of the year before.
    private let results: [Int: [FigureResult]]

    /// - Parameter asOf: the day up to which everything is counted.
    init(_ needs: [Need], asOf: LocalDate, _ office: Office, in db: any Connection) throws {
        self.office = office
        year = asOf.year
        let needs = needs.filter { !$0.figures.isEmpty }
        let ids = Set(needs.flatMap(\.figures))
        let now = office.now
        // A day that is over bounds what is counted; today does not, as in the report.
        let through = asOf < now.day ? asOf : nil
        let limit = try office.law.value("figures.small-cell", on: now.day)
        // A year stands in the report of the year after it, as its own report shows it.
        let years = ids.isEmpty ? [] : Set(needs.compactMap(\.base).map { $0.year + 1 } + [asOf.year])
        var results: [Int: [FigureResult]] = [:]
        for year in years {
            results[year] = try FigureRun(year, office, through: through).results(in: db).suppressed(below: limit)
                .besideTheYearBefore()
                .filter { ids.contains($0.figure.id) }
        }
        self.results = results
    }

    /// The totals of each figure, or its groups where it has no total.
    ///
    /// - Parameter municipality: code, for its own numbers where a figure is broken down for everybody; empty for the district.
    func figures(_ ids: [String], of municipality: String = "", base: PlanBase?) -> [StatusBody.FigureLine] {
        ids.flatMap { id in
            let all = (results[year] ?? []).filter { $0.figure.id == id }
            let totals = all.filter { $0.cell.group == nil }
            return (totals.isEmpty ? all : totals).map { line($0, municipality, base) }
        }
    }

    private func line(
        _ result: FigureResult, _ municipality: String, _ base: PlanBase?
    ) -> StatusBody.FigureLine {
        let id = result.figure.id
        let isLocal =
            !municipality.isEmpty && result.figure.isByMunicipality && !Catalogue.sealedFigures.contains(id)
        func shown(_ result: FigureResult) -> FigureResult.Place {
            isLocal
                ? result.place(municipality)
                : FigureResult.Place(municipality: "", value: result.value, previous: result.previous)
        }
        let now = shown(result)
        let then = base.flatMap { base in
            results[base.year + 1]?.first { $0.figure.id == id && $0.cell == result.cell }.flatMap {
                shown($0).previous
            }
        }
        return StatusBody.FigureLine(
            id: id, version: result.figure.version,
            names: office.byLanguage { words in
                let parts = [
                    words("figure.\(id).name"), result.cell.variant.map { words("figure-variant." + $0) },
                    result.cell.group.map { FigureGroup.name($0, words) },
                    isLocal ? office.handbook.municipalityName(municipality) : nil,
                ]
                return parts.compactMap { $0 }.joined(separator: ", ")
            },
            definitions: office.byLanguage { $0("figure.\(id).definition") }, now: .init(now.value),
            before: now.previous.map { .init($0) }, base: then.map { .init($0) })
    }

    /// The latest value of each population nearest to a place; beside it the latest that was there before.
    ///
    /// - Parameter municipality: code; empty for the district.
    func indicators(
        _ codes: [String], near municipality: String, base: PlanBase?, in db: any Connection
    ) throws -> [StatusBody.IndicatorLine] {
        try codes.flatMap { code -> [StatusBody.IndicatorLine] in
            guard let definition = office.handbook.indicatorDefinition(code) else { return [] }
            let names = Dictionary(uniqueKeysWithValues: definition.names.map { ($0.key.rawValue, $0.value) })
            func latest(_ year: Int) throws -> [IndicatorValue] {
                try LatestIndicator.values(
                    of: code, places: [municipality, "district", "region", "country"].filter { !$0.isEmpty }, by: year,
                    in: db)
            }
            let before = try base.map { try latest($0.year) } ?? []
            return try latest(year).map { one in
                StatusBody.IndicatorLine(
                    id: code, names: names, isPercent: definition.unit == .percent, value: one,
                    base: before.first {
                        $0.place == one.place && $0.population == one.population && $0.period != one.period
                    })
            }
        }
    }
}

extension Office {
    /// A text in every language, by its code: for what is kept.
    func byLanguage(_ text: (Words) -> String) -> [String: String] {
        Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, text(handbook[$0])) })
    }

    /// Cases without personal data; those that are deleted by now with their numbers alone.
    func activities(_ numbers: [String], in db: any Connection) throws -> [StatusBody.ActivityLine] {
        try numbers.map { number in
            let file = try CaseNumber.id(in: number).flatMap { try CaseStore.file($0, in: db) }
            let row = try file.flatMap { try CaseStore.row($0.id, in: db) }
            guard let file, let row, row.number == number, file.programme.regime == Programme.Regime.none else {
                return StatusBody.ActivityLine(number: number, id: 0, programme: "", stage: "", title: "")
            }
            return StatusBody.ActivityLine(
                number: number, id: row.id, programme: row.programme, stage: row.stage,
                title: file.fields["area"] ?? file.fields["place"] ?? "")
        }
    }

    /// Numbers of linked cases that are not there any more because the rules have deleted them: not a word of what they were, and
    /// the same for every reader. What is only out of somebody's sight is not among them.
    func deleted(_ numbers: [String], in db: any Connection) throws -> Set<String> {
        try DeletionStore.deleted(among: numbers.filter { try linked($0, in: db) == nil }, in: db)
    }

    /// The row id of a linked case; `nil` for one that is not there any more.
    func linked(_ number: String, in db: any Connection) throws -> Int64? {
        guard let id = CaseNumber.id(in: number), try CaseStore.row(id, in: db)?.number == number else { return nil }
        return id
    }

    /// Numbers of linked cases that are there and that somebody may not open.
    func hidden(_ numbers: [String], from actor: Actor, in db: any Connection) throws -> [String] {
        let readable = try readable(numbers, by: actor, in: db)
        return try numbers.filter { try !readable.contains($0) && linked($0, in: db) != nil }
    }

    /// Numbers of linked cases that somebody may open.
    func readable(_ numbers: [String], by actor: Actor, in db: any Connection) throws -> Set<String> {
        guard actor.may(.workCases), !numbers.isEmpty else { return [] }
        let rows = try CaseStore.rows(
            numbers.compactMap { CaseNumber.id(in: $0) }, scope: CaseScope(of: actor), in: db)
        return Set(rows.map(\.number))
    }
}
