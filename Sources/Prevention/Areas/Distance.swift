import Foundation

extension Position {
    /// Metres in a degree of latitude, on a sphere of 6,371 km.
    public static let metresPerDegree = 111_195.0

    /// The distance in metres, as on a map: right to within a metre over some kilometres.
    public func metres(to other: Position) -> Double {
        let north = (other.latitude - latitude) * Position.metresPerDegree
        let middle = (latitude + other.latitude) / 2 * .pi / 180
        let east = (other.longitude - longitude) * Position.metresPerDegree * cos(middle)
        return (north * north + east * east).squareRoot()
    }
}
