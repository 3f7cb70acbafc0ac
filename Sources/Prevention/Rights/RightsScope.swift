/// The programmes in which somebody answers for the rights of persons: access and deletion.
///
/// It is not that of working with cases: somebody's right reaches every case about them, and who answers for it sees
/// numbers and an answer made ready, not the case. Sealed programmes alone stay with those who may know of them.
public struct RightsScope: Sendable, Hashable {
    public let programmes: [Programme]

    public init(of actor: Actor) {
        programmes = Catalogue.all.filter { !$0.isSealed || actor.may(.workSealed) }
    }

    public var codes: [String] { programmes.map(\.code) }

    public func contains(_ code: String) -> Bool {
        programmes.contains { $0.code == code }
    }

    public static func == (left: RightsScope, right: RightsScope) -> Bool { left.codes == right.codes }
    public func hash(into hasher: inout Hasher) { hasher.combine(codes) }
}
