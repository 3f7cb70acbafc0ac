/// Two persons are needed: one proposes, another approves.
public enum FourEyes {
    /// Whether the two account names are certainly of two persons. The operating-system user `os:anna` and the account
    /// `anna` may be one and the same.
    public static func areTwo(_ proposer: String, _ approver: String) -> Bool {
        person(proposer) != person(approver)
    }

    private static func person(_ account: String) -> String {
        let name = account.hasPrefix("os:") ? account.dropFirst(3) : Substring(account)
        return name.lowercased()
    }
}
