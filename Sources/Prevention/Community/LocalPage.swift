/// What a local council shares with everybody (*lokalrådets side*): a text, what was done, and numbers of others. It is about nobody,
/// and holds only what somebody has picked and written; nothing on it comes from a case by itself.
public struct LocalPage: Sendable, Hashable, Codable {
    /// Something done together, in words that somebody has read.
    public struct Item: Sendable, Hashable, Codable {
        /// Which happening it was made of: `walk-123-1`.
        public var key: String
        /// `Happening.Kind`.
        public var kind: String
        public var day: String
        public var danish: String
        /// Row id of the case that it was made of.
        public var file: Int64? {
            let parts = key.split(separator: "-", omittingEmptySubsequences: false)
            return parts.count == 3 ? Int64(parts[1]) : nil
        }
        /// Empty: the Danish words are shown.
        public var english: String

        public init(key: String, kind: String, day: String, danish: String, english: String) {
            self.key = key
            self.kind = kind
            self.day = day
            self.danish = danish
            self.english = english
        }
    }

    public static let longestIntro = 3_000
    public static let longestItem = 300
    public static let mostItems = 60

    public var danish: String
    public var english: String
    public var items: [Item]
    /// Codes of the external indicators that are shown.
    public var indicators: [String]
    /// Their latest values as they stood when the page was published; empty in what is being prepared.
    public var values: [IndicatorValue]

    public init(
        danish: String = "", english: String = "", items: [Item] = [], indicators: [String] = [],
        values: [IndicatorValue] = []
    ) {
        self.danish = danish
        self.english = english
        self.items = items
        self.indicators = indicators
        self.values = values
    }

    /// Its texts, each with the field that it stands in.
    public var texts: [(place: String, text: String)] {
        [("danish", danish), ("english", english)]
            + items.flatMap { [("danish." + $0.key, $0.danish), ("english." + $0.key, $0.english)] }
    }

    /// What is wrong with it, each with the field as `place`.
    public var problems: [Refusal] {
        var found: [Refusal] = []
        for (place, text) in texts {
            let most = place.contains(".") ? LocalPage.longestItem : LocalPage.longestIntro
            if text.count > most { found.append(Refusal("plan.too-long", ["place": place, "most": String(most)])) }
        }
        for item in items where item.danish.isEmpty {
            found.append(Refusal("plan.required", ["place": "danish." + item.key]))
        }
        if items.count > LocalPage.mostItems {
            found.append(Refusal("local-page.too-many", ["most": String(LocalPage.mostItems)]))
        }
        return found
    }
}

extension Happening {
    /// The same on every page it is picked for.
    public var key: String { "\(kind.rawValue)-\(file)-\(number)" }
}

extension String {
    /// As an address has it: `Køge` as `koege`.
    public var addressName: String {
        lowercased().map { letter -> String in
            switch letter {
            case "æ": return "ae"
            case "ø": return "oe"
            case "å": return "aa"
            default: return letter.isASCII && (letter.isLetter || letter.isNumber) ? String(letter) : "-"
            }
        }.joined()
    }
}
