internal import Prevention

/// What goes wrong between a person and a report about them.
struct TypingErrors {
    private var random: RandomSource
    /// Share of the rates below.
    private let rate: Double

    init(_ random: RandomSource, rate: Double) {
        self.random = random
        self.rate = rate
    }

    private mutating func happens(_ probability: Double) -> Bool { random.chance(probability * rate) }

    mutating func report(of person: SamplePerson, _ people: SamplePeople) -> MatchingSample.Row {
        var row = person.row
        row.cpr = cpr(row.cpr)
        row.given = given(row.given)
        row.family = family(row.family, people)
        if happens(0.03) { (row.given, row.family) = (row.family, row.given) }
        row.birth = birth(row.birth)
        let home = home(happens(0.2) ? people.home(&random) : person.home)
        row.address = happens(0.1) ? "" : home.address
        row.code = happens(0.03) ? otherDigit(home.code, at: random.below(4)) : happens(0.05) ? "" : home.code
        row.city = happens(0.05) ? typed(home.city) : home.city
        if happens(0.02) { row.sex = row.sex == "F" ? "M" : "F" }
        return row
    }

    /// Half of the reports have none.
    private mutating func cpr(_ cpr: String) -> String {
        if random.chance(0.5) { return "" }
        if happens(0.1) { return String(cpr.prefix(6)) }
        if happens(0.05) { return otherDigit(cpr, at: random.below(cpr.count)) }
        return happens(0.03) ? turned(cpr, at: random.below(cpr.count - 1)) : cpr
    }

    private mutating func given(_ names: String) -> String {
        var words = names.split(separator: " ").map(String.init)
        if words.count > 1, happens(0.35) { words = random.chance(0.8) ? [words[0]] : Array(words.dropFirst()) }
        if happens(0.06), let short = TypingErrors.nicknames[words[0]] { words[0] = short }
        if happens(0.03) {
            words[0] = String(words[0].prefix(1))
        } else if happens(0.13) {
            let word = random.below(words.count)
            words[word] = typed(words[word])
        } else if happens(0.05) {
            words[0] = spelled(words[0])
        }
        return words.joined(separator: " ")
    }

    private mutating func family(_ name: String, _ people: SamplePeople) -> String {
        if happens(0.06) { return people.family(&random) }
        if happens(0.1) { return typed(name) }
        if happens(0.05) { return spelled(name) }
        let words = name.split(separator: " ")
        return words.count > 1 && happens(0.4) ? String(words[1]) : name
    }

    private mutating func birth(_ text: String) -> String {
        if happens(0.15) { return "" }
        guard let date = LocalDate(text) else { return text }
        let (year, month, day) = date.parts
        if happens(0.04), let other = LocalDate(year: year, month: day, day: month) { return other.description }
        guard happens(0.06) else { return text }
        for _ in 0..<9 {
            let other = otherDigit(text, at: random.pick([0, 1, 2, 3, 5, 6, 8, 9]))
            if LocalDate(other) != nil { return other }
        }
        return text
    }

    private mutating func home(_ home: SampleHome) -> SampleHome {
        var home = home
        if happens(0.2) {
            for (long, short) in [("vej", "v."), ("gade", "g."), ("allé", "alle")] where home.street.hasSuffix(long) {
                home.street = home.street.dropLast(long.count) + short
            }
        }
        if happens(0.08) { home.street = typed(home.street) }
        if !home.floor.isEmpty, happens(0.4) {
            home.floor = random.pick(["", home.floor.replacing(".", with: ""), home.floor.replacing(",", with: "")])
        }
        if happens(0.04) { home.number = String(random.within(1...120)) }
        return home
    }

    /// A letter left out, doubled, changed, or changed about with the next.
    private mutating func typed(_ text: String) -> String {
        var letters = Array(text)
        guard letters.count > 2 else { return text }
        let place = random.below(letters.count - 1)
        switch random.below(4) {
        case 0: letters.remove(at: place)
        case 1: letters.swapAt(place, place + 1)
        case 2: letters.insert(random.pick(TypingErrors.keys), at: place)
        default: letters[place] = random.pick(TypingErrors.keys)
        }
        return String(letters)
    }

    private mutating func spelled(_ text: String) -> String {
        let choices = TypingErrors.spellings.filter { text.lowercased().contains($0.0) }
        guard !choices.isEmpty else { return text }
        let (from, to) = random.pick(choices)
        return text.lowercased().replacing(from, with: to, maxReplacements: 1)
    }

    private mutating func otherDigit(_ text: String, at place: Int) -> String {
        var characters = Array(text)
        guard let digit = characters[place].wholeNumberValue else { return text }
        characters[place] = Character(String((digit + random.within(1...9)) % 10))
        return String(characters)
    }

    private func turned(_ text: String, at place: Int) -> String {
        var characters = Array(text)
        characters.swapAt(place, place + 1)
        return String(characters)
    }

    private static let keys = Array("qwertyuiopåasdfghjklæøzxcvbnm")
    private static let spellings = [
        ("aa", "å"), ("å", "aa"), ("æ", "ae"), ("ø", "oe"), ("ch", "k"), ("c", "k"), ("k", "c"), ("ph", "f"),
        ("f", "ph"),
        ("th", "t"), ("w", "v"), ("v", "w"), ("ss", "s"), ("j", "i"), ("sen", "son"),
    ]
    private static let nicknames = [
        "Christian": "Chris", "Michael": "Mike", "Alexander": "Alex", "Kirsten": "Kis", "Grethe": "Margrethe",
        "Mathilde": "Tilde", "Katarzyna": "Kasia", "Christina": "Tina", "Isabella": "Bella", "Josefine": "Fine",
        "Susanne": "Sanne", "Charlotte": "Lotte",
    ]
}
