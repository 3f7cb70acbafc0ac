/// Why two records are held to be one person, or not: what each field says, as it was when they were compared.
///
/// It names levels of agreement, never what stands in the records, so that it can be kept with a decision.
public struct MatchEvidence: Sendable, Hashable, Codable {
    public struct Part: Sendable, Hashable, Codable {
        public enum Field: String, Sendable, Codable, CaseIterable {
            case given, family, date, number, place, sex
        }

        public let field: Field
        /// How far the two agree, such as `same`, `close` or `missing`; of the place, that of the address and that of the area
        /// with a point between.
        public let level: String
        /// What that adds to the odds, in bits (logarithm to base 2): one bit doubles them; below 0 it speaks against.
        public let weight: Double

        public init(field: Field, level: String, weight: Double) {
            self.field = field
            self.level = level
            self.weight = weight
        }
    }

    /// Odds before anything was compared, in bits: below 0, since most pairs are strangers.
    public let start: Double
    public let parts: [Part]
    /// What is taken away because two of one household would agree as well, in bits; 0 or below.
    public let household: Double
    /// What others who may be meant too take away, in bits; 0 or below. Above 0 where a third record says the same of both.
    public let rivals: Double

    public init(start: Double, parts: [Part], household: Double, rivals: Double) {
        self.start = start
        self.parts = parts
        self.household = household
        self.rivals = rivals
    }

    /// Odds in all, in bits.
    public var odds: Double { start + parts.reduce(0) { $0 + $1.weight } + household + rivals }
}
