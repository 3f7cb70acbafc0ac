/// Everything stored that the rules of Socialsøg look at, as columns of integers: about 20 MB for a million incidents with
/// their participants and families. Ids are row ids; rows may come in any order.
public struct ScreeningInput: Sendable {
    /// A person without birth date, an incident that is not there.
    static let noDay = Int32.min
    /// In the place of a type: the incident repeats another one, which counts for it.
    static let repeats: Int32 = -2

    let persons: RowNumbers
    let incidentNumbers: RowNumbers
    /// By person: birth date as day number.
    var births = RowColumn(absent: noDay)
    /// By incident.
    var incidents = RowColumn(absent: Report(day: noDay, type: -1))
    /// Who cares for whom, in any order.
    var care: [Care] = []
    /// Who took part in what.
    var parts: [ScreeningParts] = []
    var pointers: [Int64: Int64?] = [:]

    struct Report: Sendable {
        var day: Int32
        /// Index into the type codes of the run; negative for one that no rule looks at.
        var type: Int32
    }

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

    /// Room for ids up to these, so that the columns need not grow.
    public mutating func reserve(person: Int64, incident: Int64) {
        births.reserve(through: person)
        incidents.reserve(through: incident)
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

    /// An incident; one of a type that no rule looks at may be left out.
    ///
    /// - Parameters:
    ///   - day: local day of `occurred_at`.
    ///   - type: index into the type codes of the run; negative for another.
    public mutating func addIncident(id: Int64, day: LocalDate, type: Int32) {
        incidents[incidentNumbers.number(of: id)] = Report(day: day.dayNumber, type: max(type, -1))
    }

    /// The incident's `same_as`: the report that it duplicates, or `nil` where that one is unknown.
    public mutating func addPointer(incident: Int64, target: Int64?) {
        pointers[incident] = .some(target)
    }

    /// The births that were read apart from the rest, into a copy of the empty input.
    public mutating func takeBirths(of other: ScreeningInput) {
        births = other.births
    }

    /// Somewhere to put participants, apart from the rest: another thread may fill it.
    public func emptyParts() -> ScreeningParts {
        ScreeningParts(persons: persons, incidents: incidentNumbers)
    }

    public mutating func add(_ filled: ScreeningParts) {
        parts.append(filled)
    }
}

/// Who took part in what, in a risk role or as a child that was present: four columns.
public struct ScreeningParts: Sendable {
    private let personNumbers: RowNumbers
    private let incidentNumbers: RowNumbers
    private(set) var risk = Columns()
    private(set) var present = Columns()

    /// Incident and person by their numbers.
    struct Columns: Sendable {
        var incidents: [Int32] = []
        var persons: [Int32] = []
    }

    init(persons: RowNumbers, incidents: RowNumbers) {
        personNumbers = persons
        incidentNumbers = incidents
    }

    /// What somebody was in an incident. Roles that no rule looks at (victim, witness) are let go here.
    public mutating func add(incident: Int64, person: Int64, role: IncidentRole) {
        if role.isRisk {
            addRisk(incident: incident, person: person)
        } else if role == .childPresent {
            addPresent(incident: incident, person: person)
        }
    }

    public mutating func addRisk(incident: Int64, person: Int64) {
        risk.incidents.append(incidentNumbers.number(of: incident))
        risk.persons.append(personNumbers.number(of: person))
    }

    public mutating func addPresent(incident: Int64, person: Int64) {
        present.incidents.append(incidentNumbers.number(of: incident))
        present.persons.append(personNumbers.number(of: person))
    }
}
