import Foundation
import Handbook
import Prevention

/// Which passwords are taken: long ones, of any signs, that are neither known from leaks nor guessed from the account
/// (NIST SP 800-63B-4, 3.1.1; OWASP ASVS 5, 6.2).
public struct PasswordPolicy: Sendable {
    /// In characters (law.yaml `sign-in.password-shortest`, `sign-in.password-longest`).
    public let shortest: Int
    let longest: Int
    private let district: String
    private let lists: WordLists

    public init(_ office: Office, lists: WordLists = .installed) throws {
        let day = office.now.day
        shortest = try office.law.value("sign-in.password-shortest", on: day)
        longest = try office.law.value("sign-in.password-longest", on: day)
        district = office.handbook.district
        self.lists = lists
    }

    /// - Throws: `Refused` with all that is wrong.
    func check(_ password: String, again: String, of actor: Actor) throws(Refused) {
        var problems = problems(password, of: actor)
        if password != again { problems.append(Refusal("password-again")) }
        if !problems.isEmpty { throw Refused(problems) }
    }

    func problems(_ password: String, of actor: Actor) -> [Refusal] {
        if password.count < shortest { return [Refusal("password-short", ["shortest": String(shortest)])] }
        if password.count > longest { return [Refusal("password-long", ["longest": String(longest)])] }
        let plain = password.precomposedStringWithCompatibilityMapping.lowercased()
        if let word = guessable(of: actor).first(where: { plain.contains($0) }) {
            return [Refusal("password-guessable", ["value": word])]
        }
        if PasswordPattern.isRepeated(plain) || PasswordPattern.effectiveLength(plain) < shortest * 2 / 3 {
            return [Refusal("password-pattern")]
        }
        return lists.contain(anyOf: PasswordPattern.cores(of: plain)) ? [Refusal("password-common")] : []
    }

    /// The account's name, and the longer words of the name shown and of the district.
    private func guessable(of actor: Actor) -> [String] {
        let words = (actor.displayName + " " + district).lowercased().split { !$0.isLetter && !$0.isNumber }
        let name = actor.name.lowercased()
        return ["kreds"] + (name.count > 2 ? [name] : []) + words.filter { $0.count > 3 }.map(String.init)
    }
}

/// What makes a long password a simple one.
enum PasswordPattern {
    private static let rows = [
        "abcdefghijklmnopqrstuvwxyzæøå", "0123456789", "1234567890", "qwertyuiopå", "asdfghjklæø", "zxcvbnm",
        "qwertzuiop", "1qaz2wsx3edc4rfv5tgb",
    ]
    private static let followers: [Character: Set<Character>] = {
        var followers: [Character: Set<Character>] = [:]
        for row in rows {
            for (one, next) in zip(row, row.dropFirst()) {
                followers[one, default: []].insert(next)
                followers[next, default: []].insert(one)
            }
        }
        return followers
    }()

    /// One piece over and over, such as `hemmelighemmelig`.
    static func isRepeated(_ text: String) -> Bool {
        let letters = Array(text)
        guard letters.count > 1 else { return false }
        return (1...letters.count / 2).contains { size in
            letters.indices.dropFirst(size).allSatisfy { letters[$0] == letters[$0 - size] }
        }
    }

    /// The length with runs of the same sign, of the alphabet, of digits and along the keyboard counted as one sign each, where
    /// they have four or more.
    static func effectiveLength(_ text: String) -> Int {
        let letters = Array(text)
        var length = 0
        var start = 0
        while start < letters.count {
            var end = start + 1
            while end < letters.count, follows(letters[end - 1], letters[end]) { end += 1 }
            length += end - start >= 4 ? 1 : end - start
            start = end
        }
        return length
    }

    private static func follows(_ one: Character, _ next: Character) -> Bool {
        one == next || followers[one]?.contains(next) == true
    }

    private static let disguises: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i",
    ]

    /// What is left of a password in small letters when what is hung on a word is taken off: signs between, digits before and
    /// after, and digits in place of letters.
    static func cores(of text: String) -> Set<String> {
        let bare = text.trimming { !$0.isLetter }
        let plain = [text, bare].map { String($0.map { disguises[$0] ?? $0 }) }
        let forms = [text, bare] + plain + plain.map { form in form.trimming { !$0.isLetter } }
        return Set(forms + forms.map { form in form.filter { $0.isLetter || $0.isNumber } }).filter { $0.count > 3 }
    }
}

extension String {
    /// Without the signs at both ends that `drop` names.
    fileprivate func trimming(_ drop: (Character) -> Bool) -> String {
        let front = self.drop(while: drop)
        return String(front.reversed().drop(while: drop).reversed())
    }
}
