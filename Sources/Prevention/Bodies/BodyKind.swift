/// A kind of body in which the police and the municipalities work together (*samarbejdsorgan*): kredsråd, kontaktudvalg, lokalråd,
/// working group. None of them speaks of anybody. Who has a seat is data here, and is checked against what is filled in.
///
/// The words for its codes are in the locales under `body-kind.<code>`.
public struct BodyKind: Sendable {
    public enum Reach: Sendable, Hashable {
        /// One for the district.
        case district
        /// One in each municipality.
        case municipality
        /// One for each focus area of the plan.
        case focusArea
    }

    /// Who must have seats in it.
    public struct SeatRule: Sendable, Hashable {
        public let side: BodySeat.Side
        public let least: Int
        /// `nil` for as many as they like.
        public let most: Int?
    }

    /// Stable: addresses and the database use it.
    public let code: String
    public let reach: Reach
    /// The seats of the police, the local community, and of each municipality that it reaches.
    public let rules: [SeatRule]
    /// Whose seat leads it (*formand*).
    public let chairedBy: BodySeat.Side
    /// How often it meets, if nobody says otherwise.
    public let rhythm: Recurrence.Rhythm

    /// The director of the police and the ten mayors; sets the direction and picks the focus areas.
    public static let districtCouncil = BodyKind(
        code: "kredsraad", reach: .district,
        rules: [.init(side: .police, least: 1, most: 1), .init(side: .municipality, least: 1, most: 1)],
        chairedBy: .police, rhythm: .everyMonths(6))

    /// One of each municipality, the head of the secretariat, and a police inspector; prepares the kredsråd, and has the fast track.
    public static let contactCommittee = BodyKind(
        code: "kontaktudvalg", reach: .district,
        rules: [.init(side: .police, least: 2, most: nil), .init(side: .municipality, least: 1, most: 1)],
        chairedBy: .police, rhythm: .everyMonths(2))

    /// Police, municipality and local community of one municipality; led by the sector leader.
    public static let localCouncil = BodyKind(
        code: "lokalraad", reach: .municipality,
        rules: [
            .init(side: .police, least: 1, most: nil), .init(side: .municipality, least: 1, most: nil),
            .init(side: .community, least: 1, most: nil),
        ], chairedBy: .police, rhythm: .everyMonths(3))

    /// For one focus area, with members from all municipalities and the police.
    public static let workingGroup = BodyKind(
        code: "arbejdsgruppe", reach: .focusArea,
        rules: [.init(side: .police, least: 1, most: nil), .init(side: .municipality, least: 1, most: nil)],
        chairedBy: .police, rhythm: .everyMonths(1))

    /// In the order in which they are shown.
    public static let all = [districtCouncil, contactCommittee, localCouncil, workingGroup]

    public static func kind(_ code: String) -> BodyKind? { all.first { $0.code == code } }

    public func rule(of side: BodySeat.Side) -> SeatRule? { rules.first { $0.side == side } }
}
