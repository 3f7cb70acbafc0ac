/// A rule of Socialsøg: a transparent threshold with a plain-language reason. Data, not code.
public struct ScreeningRule: Sendable, Hashable {
    /// What has to happen.
    public enum Kind: Sendable, Hashable {
        /// One incident in which a carer of the child has a risk role.
        case singleByCarer
        /// At least `count` incidents within `windowDays`, each with some carer of the child in a risk role.
        case repeatedByCarer(count: Int, windowDays: Int)
        /// At least `count` incidents within `windowDays` in which the child itself was present.
        case repeatedChildPresent(count: Int, windowDays: Int)
    }

    public let id: String
    public let version: Int
    public let kind: Kind
    /// Incident types that qualify.
    public let types: Set<String>
    public let validFrom: LocalDate
    /// First day no longer valid; `nil` while it is.
    public let validTo: LocalDate?
    /// Plain-language reason by language code, `da` and `en`.
    public let reason: [String: String]

    public init(
        id: String, version: Int, kind: Kind, types: Set<String>, validFrom: LocalDate, validTo: LocalDate?,
        reason: [String: String]
    ) {
        self.id = id
        self.version = version
        self.kind = kind
        self.types = types
        self.validFrom = validFrom
        self.validTo = validTo
        self.reason = reason
    }

    public func isInForce(on day: LocalDate) -> Bool {
        day >= validFrom && validTo.map { day < $0 } ?? true
    }
}
