/// Everything stored that the rules of Socialsøg look at, as columns of integers: about 50 MB for a million
/// incidents with their participants and families. Ids are row ids; rows may come in any order.
public struct ScreeningInput: Sendable {
    /// A row without the day it ought to have: a person without birth date, an incident only pointed to.
    static let noDay = Int32.min
    static let noType = Int32.min

    var persons = RowIndex()
    /// By person: birth date as day number.
    var births: [Int32] = []

    /// Relations, a column each: the carer and the child by their numbers, first day, first day after.
    var carers: [Int32] = []
    var children: [Int32] = []
    var careFrom: [Int32] = []
    var careTo: [Int32] = []

    var incidents = RowIndex()
    /// By incident: its day and the index of its type.
    var days: [Int32] = []
    var types: [Int32] = []

    /// Who took part in what in a risk role, and who as a child that was present.
    var risk = Participations()
    var present = Participations()

    var pointers: [Int64: Int64?] = [:]

    /// Two columns: incident and person, by their numbers.
    struct Participations: Sendable {
        var incidents: [Int32] = []
        var persons: [Int32] = []

        mutating func append(incident: Int, person: Int) {
            incidents.append(Int32(incident))
            persons.append(Int32(person))
        }
    }

    public init() {}

    /// Room for that many rows, so that the columns need not grow.
    public mutating func reserve(persons: Int, relations: Int, incidents: Int, participants: Int) {
        births.reserveCapacity(persons)
        carers.reserveCapacity(relations)
        children.reserveCapacity(relations)
        careFrom.reserveCapacity(relations)
        careTo.reserveCapacity(relations)
        days.reserveCapacity(incidents)
        types.reserveCapacity(incidents)
        risk.incidents.reserveCapacity(participants)
        risk.persons.reserveCapacity(participants)
    }

    /// Somebody in the register. Without a birth date nobody is a child.
    public mutating func addPerson(id: Int64, birthDate: LocalDate?) {
        let person = number(ofPerson: id)
        births[person] = birthDate?.dayNumber ?? ScreeningInput.noDay
    }

    /// A relation `parent` or `caregiver`: `person` cares for `related`. Several rows of one pair add up.
    ///
    /// - Parameters:
    ///   - from: first day; `nil` = always.
    ///   - to: first day after; `nil` = still.
    public mutating func addRelation(person: Int64, related: Int64, from: LocalDate?, to: LocalDate?) {
        carers.append(Int32(number(ofPerson: person)))
        children.append(Int32(number(ofPerson: related)))
        careFrom.append(from?.dayNumber ?? Int32.min)
        careTo.append(to?.dayNumber ?? Int32.max)
    }

    /// - Parameters:
    ///   - day: local day of `occurred_at`.
    ///   - type: index into the type codes of the run.
    public mutating func addIncident(id: Int64, day: LocalDate, type: Int32) {
        let incident = number(ofIncident: id)
        days[incident] = day.dayNumber
        types[incident] = type
    }

    /// What somebody was in an incident. Roles that no rule looks at (victim, witness) are let go here.
    public mutating func addParticipant(incident: Int64, person: Int64, role: IncidentRole) {
        if role.isRisk {
            risk.append(incident: number(ofIncident: incident), person: number(ofPerson: person))
        } else if role == .childPresent {
            present.append(incident: number(ofIncident: incident), person: number(ofPerson: person))
        }
    }

    /// The incident's `same_as`: the report that it duplicates, or `nil` where that one is unknown.
    public mutating func addPointer(incident: Int64, target: Int64?) {
        pointers[incident] = .some(target)
    }

    private mutating func number(ofPerson id: Int64) -> Int {
        let number = persons.insert(id)
        if number == births.count { births.append(ScreeningInput.noDay) }
        return number
    }

    private mutating func number(ofIncident id: Int64) -> Int {
        let number = incidents.insert(id)
        if number == days.count {
            days.append(ScreeningInput.noDay)
            types.append(ScreeningInput.noType)
        }
        return number
    }
}
