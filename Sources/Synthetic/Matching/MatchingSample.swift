import Prevention

/// A register and reports about its people with errors, to measure matching on: every pair that is one person is known.
///
/// Families share name and address, there are twins and children named after a parent, and some who are reported are not in
/// the register. The numbers of errors are of our own choosing; they are those of `ErrorRates`.
public struct MatchingSample: Sendable {
    /// How much is wrong in the reports.
    public enum Level: String, CaseIterable, Sendable {
        case easy, medium, hard

        /// Share of the rates of `hard`.
        var rate: Double {
            switch self {
            case .easy: 0.15
            case .medium: 0.5
            case .hard: 1
            }
        }
    }

    /// One row of either file, as it is written.
    public struct Row: Sendable, Hashable {
        public var given: String
        public var family: String
        /// YYYY-MM-DD.
        public var birth: String
        public var cpr: String
        public var address: String
        public var code: String
        public var city: String
        public var sex: String

        public var fields: [String] { [given, family, birth, cpr, address, code, city, sex] }
    }

    /// Columns of `Row.fields`, in the writing of `kreds match --columns`.
    public static let columns =
        "given=given,family=family,birth=date,cpr=id,address=address,code=code,city=city,sex=text"

    /// People of the register.
    public let register: [Row]
    public let reports: [Row]
    /// By report: who it is about, by number in `register`; nil for somebody who is not there.
    public let truth: [Int?]

    /// - Parameters:
    ///   - persons: rows of the register.
    ///   - reports: rows about them; one in about seven is about somebody else.
    public init(seed: UInt64, persons: Int, reports: Int, level: Level) {
        let people = SamplePeople(seed: seed)
        var all: [SamplePerson] = []
        var household = 0
        while all.count < persons + persons / 10 {
            all += people.household(household)
            household += 1
        }
        // In the register: all but each eleventh, so that families are divided too.
        let known = all.indices.filter { $0 % 11 != 10 }.prefix(persons).map { all[$0] }
        let strangers = all.indices.filter { $0 % 11 == 10 }.map { all[$0] }
        var register: [Row] = []
        for (number, person) in known.enumerated() {
            var random = RandomSource(seed: seed, unit: .matching, index: number, part: 1)
            var row = person.row
            if level == .hard, random.chance(0.5) { row.cpr = "" }
            register.append(row)
        }
        var rows: [Row] = []
        var truth: [Int?] = []
        for number in 0..<reports {
            var random = RandomSource(seed: seed, unit: .matching, index: number, part: 2)
            let isKnown = strangers.isEmpty || random.chance(0.85)
            let index = random.below(isKnown ? known.count : strangers.count)
            var errors = TypingErrors(random, rate: level.rate)
            rows.append(errors.report(of: isKnown ? known[index] : strangers[index], people))
            truth.append(isKnown ? index : nil)
        }
        self.register = register
        self.reports = rows
        self.truth = truth
    }
}
