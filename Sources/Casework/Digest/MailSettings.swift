import Foundation
public import Prevention

/// An address that mail goes to or comes from: one, in its plain form. What could start another header or name another recipient
/// is no address.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// `nil` for what is no plain address of at most 254 characters.
    public init?(_ text: String) {
        let plain =
            #/[A-Za-z0-9!#$%&'*+\/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+\/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}/#
        guard text.utf8.count <= 254, text.wholeMatch(of: plain) != nil else { return nil }
        description = text
    }
}

/// How mail is sent; there is none unless the operator has set it up.
public struct MailSettings: Sendable {
    public let from: MailAddress
    /// Where the site is, as its users reach it: `https://kreds.example.dk`.
    public let site: String
    /// When the daily mail goes.
    public let at: DailyTime
    /// Program with the interface of sendmail.
    public let sendmail: String
    /// So long it may take to take a mail.
    public var seconds = 30

    /// - Returns: `nil` where the address of the site is none that a mail may carry.
    public init?(from: MailAddress, site: String, at: DailyTime, sendmail: String) {
        guard site.utf8.count <= 200, site.wholeMatch(of: #/https?:\/\/[A-Za-z0-9.\-]+(:[0-9]+)?\/?/#) != nil else {
            return nil
        }
        self.from = from
        self.site = site.hasSuffix("/") ? String(site.dropLast()) : site
        self.at = at
        self.sendmail = sendmail
    }
}

/// Hands a mail to the system (`sendmail -t -i`: recipients from the headers, a lone dot does not end it).
struct Sendmail: Sendable {
    let settings: MailSettings

    /// - Returns: whether it was taken. Nothing is said of why not: the program has its own log.
    func hand(over message: String) async -> Bool {
        await Task.detached { run(message) }.value
    }

    private func run(_ message: String) -> Bool {
        // From a file, so that a program that does not read to the end breaks nothing.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(message.utf8), attributes: [.posixPermissions: 0o600]),
            let input = try? FileHandle(forReadingFrom: file)
        else { return false }
        defer { try? input.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: settings.sendmail)
        process.arguments = ["-t", "-i"]
        // Nothing of what Kreds itself was started with.
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do {
            try process.run()
        } catch {
            return false
        }
        if ended.wait(timeout: .now() + .seconds(settings.seconds)) == .timedOut {
            process.terminate()
            return false
        }
        return process.terminationStatus == 0
    }
}
