/// A language of the interface. Danish is the default.
public enum Language: String, CaseIterable, Sendable {
    case danish = "da"
    case english = "en"

    /// Between thousands.
    public var groupMark: String {
        switch self {
        case .danish: return "."
        case .english: return ","
        }
    }

    /// Before decimals.
    public var decimalMark: String {
        switch self {
        case .danish: return ","
        case .english: return "."
        }
    }

    /// What follows a number in per cent.
    public var percent: String {
        switch self {
        case .danish: return " %"
        case .english: return "%"
        }
    }
}
