internal import Prevention

/// Names as they are spread in Denmark, by sex and generation. Every combination is invented.
enum Names {
    static func given(_ sex: Sex, bornIn year: Int, _ random: inout RandomSource) -> String {
        let list: [String]
        switch (sex == .female, year) {
        case (true, ..<1965): list = olderWomen
        case (true, ..<1995): list = women
        case (true, _): list = girls
        case (false, ..<1965): list = olderMen
        case (false, ..<1995): list = men
        case (false, _): list = boys
        }
        let first = list[random.skewed(list.count)]
        guard random.chance(0.25) else { return first }
        let second = list[random.skewed(list.count)]
        return second == first ? first : first + " " + second
    }

    static func family(_ random: inout RandomSource) -> String {
        if random.chance(0.08) { return random.pick(newer) }
        let last = families[random.skewed(families.count)]
        guard random.chance(0.22) else { return last }
        return random.pick(middle) + " " + last
    }

    private static let olderWomen = [
        "Kirsten", "Inge", "Birthe", "Karen", "Lis", "Anne", "Jytte", "Hanne", "Lene", "Susanne", "Bente", "Ulla",
        "Grethe", "Else", "Inger", "Marianne", "Ruth", "Tove", "Vibeke", "Kirstine", "Gerda", "Annelise",
    ]
    private static let women = [
        "Mette", "Camilla", "Louise", "Maria", "Pia", "Charlotte", "Tina", "Christina", "Line", "Heidi", "Rikke",
        "Sanne", "Julie", "Stine", "Trine", "Maja", "Nanna", "Signe", "Dorte", "Anja", "Gitte", "Zainab", "Katarzyna",
    ]
    private static let girls = [
        "Ida", "Emma", "Freja", "Sofia", "Alma", "Clara", "Anna", "Laura", "Isabella", "Ella", "Mathilde", "Lærke",
        "Nora", "Agnes", "Josefine", "Asta", "Karla", "Liva", "Sofie", "Olivia", "Amina", "Filippa", "Maryam",
    ]
    private static let olderMen = [
        "Peter", "Hans", "Niels", "Jens", "Poul", "Erik", "Ole", "Knud", "Svend", "Kurt", "Bent", "Leif", "Kaj", "Finn",
        "Preben", "Flemming", "Børge", "Carsten", "Aage", "Verner", "Frode", "Gunnar",
    ]
    private static let men = [
        "Michael", "Lars", "Henrik", "Martin", "Søren", "Jesper", "Anders", "Rasmus", "Christian", "Kim", "Allan",
        "Brian", "Kasper", "Mads", "Jakob", "Daniel", "Simon", "Claus", "René", "Torben", "Ali", "Piotr", "Mehmet",
    ]
    private static let boys = [
        "William", "Noah", "Oscar", "Lucas", "Victor", "Malthe", "Emil", "Oliver", "Alfred", "Carl", "Magnus",
        "Frederik",
        "August", "Elias", "Valdemar", "Mikkel", "Storm", "Anton", "Sebastian", "Liam", "Yusuf", "Adam", "Gustav",
    ]
    private static let families = [
        "Nielsen", "Jensen", "Hansen", "Andersen", "Pedersen", "Christensen", "Larsen", "Sørensen", "Rasmussen",
        "Jørgensen", "Petersen", "Madsen", "Kristensen", "Olsen", "Thomsen", "Christiansen", "Poulsen", "Johansen",
        "Møller", "Mortensen", "Knudsen", "Jakobsen", "Mikkelsen", "Frederiksen", "Laursen", "Schmidt", "Lassen",
        "Eriksen", "Holm", "Berg", "Kjær", "Winther", "Lauridsen", "Bertelsen", "Dam", "Overgaard", "Brogaard",
        "Vestergaard", "Munk", "Ibsen", "Toft", "Høj", "Nygaard", "Bech", "Friis",
    ]
    private static let middle = [
        "Bach", "Lund", "Dahl", "Kjær", "Holm", "Bruun", "Vinther", "Krogh", "Hald", "Nørgaard", "Juul", "Riis", "Lind",
    ]
    private static let newer = [
        "Ahmad", "Yildiz", "Hussein", "Nguyen", "Kowalczyk", "Popescu", "Haddad", "Demir", "Khan",
    ]
}
