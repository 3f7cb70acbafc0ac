/// Letters of cases in which others share under retsplejeloven § 115: never to those who take part in a criminal case (stk. 2).
enum Section115Letter {
    /// Parts of the names of the prosecution and the courts, in Danish and English.
    private static let names = [
        "anklagemyndighed", "statsadvokat", "rigsadvokat", "byret", "landsret", "højesteret", "domstol",
        "efterforskning",
        "prosecution", "prosecutor", "court",
    ]

    /// Whether a receiver, as typed, is one of them.
    static func goesToCriminalCase(_ receiver: String) -> Bool {
        let typed = receiver.lowercased()
        return names.contains { typed.contains($0) }
    }
}
