/// Everything stored that the rules of Socialsøg look at, as columns of integers: about 3 MB for a million incidents with
/// their participants and families. Ids are row ids; rows may come in any order.
public struct ScreeningInput: Sendable {
    let persons: RowNumbers
    let incidentNumbers: RowNumbers
    public var births: ScreeningBirths
    public var care: CareTable
    public var parts: ScreeningParts

    /// - Parameter isSparse: whether only few rows of many are looked at, such as what concerns a few children.
    public init(isSparse: Bool = false) {
        persons = RowNumbers(isSparse: isSparse)
        incidentNumbers = RowNumbers(isSparse: isSparse)
        births = ScreeningBirths(persons: persons)
        care = CareTable(persons: persons)
        parts = ScreeningParts(persons: persons, incidents: incidentNumbers)
    }
}

/// When those were born who may be children: a column by person. Another thread may fill a copy.
public struct ScreeningBirths: Sendable {
    /// Nobody knows when.
    static let noDay = Int32.min

    private let persons: RowNumbers
    private var days = RowColumn(absent: noDay)

    init(persons: RowNumbers) {
        self.persons = persons
    }

    /// Room for persons with ids up to this, so that the column need not grow.
    public mutating func reserve(through person: Int64) {
        days.reserve(through: person)
    }

    /// Somebody in the register. Without a birth date nobody is a child.
    public mutating func add(_ birthDate: LocalDate?, of person: Int64) {
        days[persons.number(of: person)] = birthDate?.dayNumber ?? ScreeningBirths.noDay
    }

    /// Day number by the number of a person.
    subscript(person: Int32) -> Int32 { days[person] }
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
        day = ScreeningBirths.noDay
        type = -2
    }

    /// That of an incident with a pointer: what counts for it is worked out when all pointers are known.
    public static let repeating = ScreenedReport()

    var isRepeating: Bool { type == ScreenedReport.repeating.type }
}

/// Who took part in what, in a risk role or as a child that was present, and what repeats what.
public struct ScreeningParts: Sendable {
    private let personNumbers: RowNumbers
    private let incidentNumbers: RowNumbers
    private(set) var risk: [Part] = []
    private(set) var present: [Part] = []
    private(set) var duplicates = Duplicates(pointers: [:])
    /// What the incidents say that those with a pointer count as.
    private(set) var roots: [Int64: ScreenedReport] = [:]

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

    public mutating func addRisk(incident: Int64, person: Int64, _ report: ScreenedReport) {
        risk.append(part(incident, person, report))
    }

    public mutating func addPresent(incident: Int64, person: Int64, _ report: ScreenedReport) {
        present.append(part(incident, person, report))
    }

    /// Row ids of those in a risk role.
    public var atRisk: Set<Int64> {
        var found: Set<Int64> = []
        var last: Int32?
        for part in risk where part.person != last {
            found.insert(personNumbers.id(of: part.person))
            last = part.person
        }
        return found
    }

    /// Row ids of the incidents in them that have a pointer.
    public var repeating: Set<Int64> {
        var found: Set<Int64> = []
        for parts in [risk, present] {
            for part in parts where part.report.isRepeating { found.insert(incidentNumbers.id(of: part.incident)) }
        }
        return found
    }

    /// What the incidents count as that have a pointer.
    ///
    /// - Parameters:
    ///   - duplicates: by the pointers of all that is `repeating`, and of what they lead to.
    ///   - roots: what is said by the incidents that they lead to, or by themselves where their pointer holds nothing.
    public mutating func resolve(_ duplicates: Duplicates, roots: [Int64: ScreenedReport]) {
        self.duplicates = duplicates
        self.roots = roots
    }

    private func part(_ incident: Int64, _ person: Int64, _ report: ScreenedReport) -> Part {
        Part(incident: incidentNumbers.number(of: incident), person: personNumbers.number(of: person), report: report)
    }
}
