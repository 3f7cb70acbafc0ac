extension Redactor {
    /// A word, a number, or what stands between.
    struct Token {
        let text: String
        /// The word in small letters, å in one way of writing; `nil` where it is none.
        let key: String?

        /// What stands between.
        init(_ text: String) {
            self.text = text
            key = nil
        }

        private init(word: String) {
            text = word
            key = word.lowercased()
        }

        var isNumber: Bool { key?.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ?? false }

        /// Whether the parts of a name may stand on both sides of it.
        var joins: Bool {
            key == nil && text.allSatisfy { $0.isWhitespace || Token.dashes.contains($0) || $0 == "." || $0 == "," }
                && text != Redactor.mark
        }

        static let dashes: Set<Character> = [
            "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}",
        ]

        static func words(of text: some StringProtocol) -> [String] {
            all(in: String(text)).compactMap(\.key)
        }

        /// All of the text, in order.
        static func all(in text: String) -> [Token] {
            var tokens: [Token] = []
            var word = ""
            var between = ""
            var isDigits = false
            func close() {
                if !word.isEmpty { tokens.append(Token(word: word)) }
                if !between.isEmpty { tokens.append(Token(between)) }
                word = ""
                between = ""
            }
            for character in text {
                let isDigit = character.isASCII && character.isNumber
                guard isDigit || character.isLetter else {
                    if !word.isEmpty { close() }
                    between.append(character)
                    continue
                }
                // A number is a word of its own: 12b is two.
                if !between.isEmpty || (!word.isEmpty && isDigit != isDigits) { close() }
                isDigits = isDigit
                word.append(character)
            }
            close()
            return tokens
        }

        /// Where `words` end that begin at `start`, whatever stands between them; `nil` where they do not.
        static func end(of words: [String], in tokens: [Token], from start: Int) -> Int? {
            guard tokens[start].key == words.first else { return nil }
            var index = start
            for word in words {
                while index < tokens.count, tokens[index].key == nil { index += 1 }
                guard index < tokens.count, tokens[index].key == word else { return nil }
                index += 1
            }
            return index
        }
    }

    /// With a mark for all that is shaped as a CPR number: ten digits, or six and four with a space or a dash between.
    static func withoutNumbers(_ tokens: [Token], except own: [String]) -> [Token] {
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            let (digits, end) = number(tokens, at: index)
            if let digits {
                if own.contains(digits) { result += tokens[index..<end] } else { result.append(Token(mark)) }
            } else {
                result.append(tokens[index])
            }
            index = end
        }
        return result
    }

    private static func number(_ tokens: [Token], at start: Int) -> (digits: String?, end: Int) {
        guard tokens[start].isNumber else { return (nil, start + 1) }
        let text = tokens[start].text
        if text.count == 10 { return (text, start + 1) }
        guard text.count == 6, start + 2 < tokens.count, tokens[start + 2].isNumber, tokens[start + 2].text.count == 4,
            tokens[start + 1].text.count <= 3,
            tokens[start + 1].text.allSatisfy({ $0.isWhitespace || Token.dashes.contains($0) })
        else { return (nil, start + 1) }
        return (text + tokens[start + 2].text, start + 3)
    }
}
