/// A child under the age of criminal responsibility is suspected, never charged (*sigtet*): straffeloven § 15.
public enum ChildWords {
    /// The first word that calls somebody charged; `nil` where there is none. "Med sigte på" is no such word.
    public static func charge(in text: String) -> String? {
        let words = text.lowercased().split { !$0.isLetter }
        return words.first { word in
            word == "sigtet" || word.hasPrefix("sigtede") || word.hasPrefix("sigtelse") || word == "sigtes"
        }.map(String.init)
    }
}
