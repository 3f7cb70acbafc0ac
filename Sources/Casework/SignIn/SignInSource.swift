import Foundation

/// Where a sign-in comes from.
public struct SignInSource: Sendable, Hashable {
    /// The network address of whoever asks; empty where it is not known.
    public let address: String
    /// The secret that this browser got when somebody last signed in with it.
    public let device: String?
    /// Browser and system in words, for the list of sessions.
    public let deviceName: String

    public init(address: String = "", device: String? = nil, userAgent: String = "") {
        self.address = SignInSource.network(address)
        self.device = device
        deviceName = SignInSource.name(userAgent)
    }

    /// What one person is likely to have: an address of IPv4, and of IPv6 the network of 64 bits, since every machine has
    /// plenty of addresses there.
    static func network(_ address: String) -> String {
        var bytes = in6_addr()
        guard address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        let all = withUnsafeBytes(of: &bytes) { Array($0) }
        if all[0..<10].allSatisfy({ $0 == 0 }), all[10] == 255, all[11] == 255 {
            return all[12...].map(String.init).joined(separator: ".")
        }
        return Array(all[0..<8]).hexadecimal
    }

    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ]

    static func name(_ userAgent: String) -> String {
        let found = [browsers, systems].compactMap { list in list.first { userAgent.contains($0.0) }?.1 }
        return found.joined(separator: ", ")
    }
}
