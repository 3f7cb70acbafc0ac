internal import Prevention

/// Somebody of a household, before names and address.
struct Member {
    enum Part {
        case mother, father, stepParent, child
        /// Of a household without children.
        case adult
    }

    /// `P<household>-<number>`.
    let id: String
    /// Within the household: 1 and 2 the adults, 3 to 6 the children, 7 a step-parent.
    let number: Int
    let part: Part
    let sex: Sex
    let birth: LocalDate
    let birthNumber: BirthNumber
}

/// A relation within a household, by member numbers: the one is `kind` of the other.
struct Tie {
    let one: Int
    let other: Int
    let kind: Relation.Kind
    var from: LocalDate?
    var to: LocalDate?
}

/// People who live, or lived, as one family. A pure function of seed and number; see `Population`.
struct Household {
    let index: Int
    let place: Place
    var members: [Member] = []
    var ties: [Tie] = []
    /// Whether the father lives at an address of his own.
    var isParted = false

    init(index: Int, place: Place) {
        self.index = index
        self.place = place
    }

    func member(_ part: Member.Part) -> Member? {
        members.first { $0.part == part }
    }

    var children: [Member] { members.filter { $0.part == .child } }
    var adults: [Member] { members.filter { $0.part != .child } }

    mutating func add(_ number: Int, _ part: Member.Part, _ sex: Sex, _ birthNumber: BirthNumber, born: LocalDate) {
        members.append(
            Member(
                id: "P" + String(index) + "-" + String(number), number: number, part: part, sex: sex, birth: born,
                birthNumber: birthNumber))
    }
}
