/// Everything stored that the rules of Socialsøg look at, as columns of integers: about 12 MB for a million incidents with
/// their participants and families. Ids are row ids; rows may come in any order.
public struct ScreeningInput: Sendable {
    /// A person without birth date.
    static let noDay = Int32.min

    let persons: RowNumbers
    let incidentNumbers: RowNumbers
    /// By person: birth date as day number.
    var births = RowColumn(absent: noDay)
    /// Who cares for whom, in any order.
    var care: [Care] = []
    /// Who took part in what.
    var parts: [ScreeningParts] = []
    var pointers: [Int64: Int64?] = [:]
    /// The incidents that pointers are of or lead to.
    var reports: [Int64: ScreenedReport] = [:]

    /// A relation: carer and child by their numbers, first day, first day after.
    struct Care: Sendable {
        let carer: Int32
        let child: Int32
        let from: Int32
        let to: Int32
    }

    /// - Parameter isSparse: whether only few rows of many are looked at, such as what concerns a few children.
    public init(isSparse: Bool = false) {
        persons = RowNumbers(isSparse: isSparse)
        incidentNumbers = RowNumbers(isSparse: isSparse)
    }

    /// Room for persons with ids up to this, so that the column need not grow.
    public mutating func reserve(person: Int64) {
        births.reserve(through: person)
    }

    /// Somebody in the register. Without a birth date nobody is a child.
    public mutating func addPerson(id: Int64, birthDate: LocalDate?) {
        births[persons.number(of: id)] = birthDate?.dayNumber ?? ScreeningInput.noDay
    }

    /// A relation `parent` or `caregiver`: `person` cares for `related`. Several rows of one pair add up.
    ///
    /// - Parameters:
    ///   - from: first day; `nil` = always.
    ///   - to: first day after; `nil` = still.
    public mutating func addRelation(person: Int64, related: Int64, from: LocalDate?, to: LocalDate?) {
        care.append(
            Care(
                carer: persons.number(of: person), child: persons.number(of: related),
                from: from?.dayNumber ?? Int32.min, to: to?.dayNumber ?? Int32.max))
    }

    /// The incident's `same_as`: the report that it duplicates, or `nil` where that one is unknown. Both are added with what they
    /// say (`addReport`).
    public mutating func addPointer(incident: Int64, target: Int64?) {
        pointers[incident] = .some(target)
    }

    /// What an incident says that repeats another one, or that another one repeats.
    public mutating func addReport(_ id: Int64, _ report: ScreenedReport) {
        reports[id] = report
    }

    /// The pointers that were read apart from the rest, into a copy of the empty input.
    public mutating func takePointers(of other: ScreeningInput) {
        pointers = other.pointers
        reports = other.reports
    }

    /// Somewhere to put participants, apart from the rest: another thread may fill it.
    public func emptyParts() -> ScreeningParts {
        ScreeningParts(persons: persons, incidents: incidentNumbers)
    }

    public mutating func add(_ filled: ScreeningParts) {
        parts.append(filled)
    }
}

/// What a rule looks at in an incident: 8 bytes.
public struct ScreenedReport: Sendable {
    let day: Int32
    /// Index into the type codes of the run; negative for one that no rule looks at.
    let type: Int32

    /// - Parameters:
    ///   - day: local day of `occurred_at`.
    ///   - type: index into the type codes of the run; negative for another.
    public init(day: LocalDate, type: Int) {
        self.day = day.dayNumber
        self.type = type < 0 ? -1 : Int32(type)
    }

    private init() {
        day = ScreeningInput.noDay
        type = -2
    }

    /// That of an incident with a pointer: what counts for it is worked out when all pointers are known.
    public static let repeated = ScreenedReport()

    public var isRepeated: Bool { type == ScreenedReport.repeated.type }
}

/// Who took part in what, in a risk role or as a child that was present.
public struct ScreeningParts: Sendable {
    private let personNumbers: RowNumbers
    private let incidentNumbers: RowNumbers
    private(set) var risk: [Part] = []
    private(set) var present: [Part] = []

    /// Incident and person by their numbers: 16 bytes.
    struct Part: Sendable {
        let incident: Int32
        let person: Int32
        let report: ScreenedReport
    }

    init(persons: RowNumbers, incidents: RowNumbers) {
        personNumbers = persons
        incidentNumbers = incidents
    }

    /// What somebody was in an incident. Roles that no rule looks at (victim, witness) are let go here.
    public mutating func add(incident: Int64, person: Int64, role: IncidentRole, _ report: ScreenedReport) {
        if role.isRisk {
            addRisk(incident: incident, person: person, report)
        } else if role == .childPresent {
            addPresent(incident: incident, person: person, report)
        }
    }

    public mutating func addRisk(incident: Int64, person: Int64, _ report: ScreenedReport) {
        risk.append(part(incident, person, report))
    }

    public mutating func addPresent(incident: Int64, person: Int64, _ report: ScreenedReport) {
        present.append(part(incident, person, report))
    }

    private func part(_ incident: Int64, _ person: Int64, _ report: ScreenedReport) -> Part {
        Part(incident: incidentNumbers.number(of: incident), person: personNumbers.number(of: person), report: report)
    }
}
