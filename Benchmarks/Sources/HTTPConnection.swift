import Foundation

/// One kept-alive HTTP/1.1 connection to this machine, blocking: as little as a client can do, so that the server is what is
/// measured.
final class HTTPConnection {
    private let socket: Int32
    private let cookie: String

    init?(port: Int, cookie: String) {
        self.cookie = cookie
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return nil }
    }

    deinit {
        close(socket)
    }

    /// The status; 0 where the connection broke.
    func get(_ path: String) -> Int {
        let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(cookie)\r\n\r\n"
        guard request.withCString({ send(socket, $0, strlen($0), 0) }) == request.utf8.count else { return 0 }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var expected: Int?
        while expected == nil || received.count < (expected ?? 0) {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return 0 }
            received += buffer[0..<count]
            if expected == nil, let end = headEnd(received) {
                let head = String(decoding: received[0..<end], as: UTF8.self).lowercased()
                let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
                expected = end + (length ?? 0)
            }
        }
        return Int(String(decoding: received[9..<12], as: UTF8.self)) ?? 0
    }

    /// Where the body begins; `nil` while the head is not complete.
    private func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 0...(bytes.count - 4) where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13
        {
            return index + 4
        }
        return nil
    }
}
