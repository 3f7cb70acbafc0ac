import Handbook
import Prevention
import Store

extension StoredDisclosure {
    /// As somebody may see it: where it may be that somebody protected lives, no municipality but their own is named, for those
    /// who do not answer for the rights of persons (docs/decisions/0016-where-a-protected-case-lies.md).
    func seen(by actor: Actor, _ office: Office) -> StoredDisclosure {
        hidesPlace && !actor.may(.giveAccess)
            ? hidingPlaces(office.handbook.authorityKinds, except: actor.authority) : self
    }

    /// Without the municipalities in it. A side of which nothing is known has no authority.
    ///
    /// - Parameter kinds: of the authorities, by code.
    func hidingPlaces(_ kinds: [String: Authority.Kind], except own: String = "") -> StoredDisclosure {
        func shown(_ side: Disclosure.Side) -> Disclosure.Side {
            kinds[side.authority] == .municipality && side.authority != own ? Disclosure.Side(authority: "") : side
        }
        return with(giver: shown(disclosure.giver), recipients: disclosure.recipients.map(shown))
    }

    /// Row ids of everybody in the register whom it is about or who is named in it.
    var persons: [Int64] { [person].compactMap(\.self) + disclosure.named }
}

extension DisclosureQuery {
    /// Asking by municipality would tell where those live whom the list hides.
    func asked(by actor: Actor, _ office: Office) -> DisclosureQuery {
        var query = self
        query.leavesOutHidden =
            office.handbook.authorityKinds[authority] == .municipality && authority != actor.authority
            && !actor.may(.giveAccess)
        return query
    }
}
