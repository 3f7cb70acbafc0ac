/// Letters of cases in which others share under retsplejeloven § 115: never to those who take part in a criminal case (stk. 2).
enum Section115Letter {
    /// Beginnings of words in the names of the police's investigators, the prosecution, the courts and the defence, in Danish and
    /// English. `court` alone is a whole word: Courtney is a name.
    private static let beginnings = [
        "anklager", "anklagemyndighed", "advokatur", "statsadvokat", "rigsadvokat", "senioranklager", "specialanklager",
        "chefanklager", "byret", "landsret", "højesteret", "domstol", "kriminalpoliti", "efterforskning", "forsvarer",
        "beskikkedeforsvarer", "prosecut", "investigat", "courthouse",
    ]
    private static let words: Set<String> = ["court", "courts", "retten", "domhuset", "nsk"]
    /// Ends of words: a court or a prosecutor by its place or its rank, as in Københavnsbyret and vicestatsadvokat.
    private static let ends = [
        "byret", "byretten", "landsret", "landsretten", "anklager", "anklageren", "statsadvokat",
    ]

    /// Whether a receiver, as typed, is one of them.
    static func goesToCriminalCase(_ receiver: String) -> Bool {
        receiver.lowercased().split { !$0.isLetter }.map(String.init).contains { word in
            words.contains(word) || beginnings.contains { word.hasPrefix($0) } || ends.contains { word.hasSuffix($0) }
        }
    }
}
