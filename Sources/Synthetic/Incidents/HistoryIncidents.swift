internal import Prevention

/// The incidents of a family's history.
///
/// Types that PSP-K monitors are left out, so that its published counts stay what they are.
struct HistoryIncidents {
    private static let minor = [
        "drink-driving", "drug-driving", "violence", "threats", "domestic-disturbance", "psychological-violence",
        "stalking",
        "order-breach",
    ]
    private static let againstCarer = ["violence", "threats", "stalking", "domestic-disturbance"]
    private static let witnessed = ["violence", "domestic-disturbance", "threats"]

    let home: Household
    let history: FamilyHistory
    let population: Population

    /// The incidents in order, duplicates after what they repeat.
    func drafts(_ random: inout RandomSource) -> [IncidentDraft] {
        let mother = home.member(.mother)
        let father = home.member(.father) ?? mother
        let step = home.member(.stepParent) ?? father
        switch history.scenario {
        case .graveByParent: return [grave("grave-violence", father, victim: mother, &random)]
        case .turnedEighteen: return [grave("grave-violence", father, victim: mother, &random)]
        case .graveOnFirstDayOfCare, .careBeganDayAfter: return [grave("grave-violence", step, victim: mother, &random)]
        case .graveOnLastDayOfCare: return [grave("sexual-offence", step, victim: mother, &random)]
        case .careEndedDayBefore: return [grave("grave-violence", step, victim: mother, &random)]
        case .neglect: return [grave("child-neglect", mother, victim: home.children.first, &random)]
        case .threeIn365Days: return minor([0, random.within(60...300), 365], [father], &random)
        case .threeByDifferentCarers:
            return minor([0, random.within(20...150), random.within(160...364)], [father, mother], &random)
        case .threeIn366Days: return minor([0, random.within(60...300), 366], [father], &random)
        case .twoOnly: return minor([0, random.within(5...200)], [father, mother], &random)
        case .threeAmongDuplicates:
            return repeating(
                minor([0, random.within(30...150), random.within(160...360)], [father], &random), times: 1)
        case .chainOfDuplicates: return repeating(minor([0, random.within(30...200)], [father], &random), times: 2)
        case .presentTwice: return witnessed([0, 365], &random)
        case .presentTwiceIn366Days: return witnessed([0, 366], &random)
        case .carerOnlyVictim: return asVictim([0, random.within(10...100), random.within(110...300)], mother, &random)
        }
    }

    private func draft(_ type: String, _ offset: Int, _ random: inout RandomSource) -> IncidentDraft {
        var draft = IncidentDraft(type: type, day: history.anchor + offset, place: home.place)
        draft.secondOfDay = IncidentWords.time(for: type, &random)
        return draft
    }

    private func involve(_ member: Member?, _ role: IncidentRole, in draft: inout IncidentDraft) {
        guard let member else { return }
        draft.involved.append(Involvement(home: home, member: member, role: role))
    }

    private func grave(
        _ type: String, _ carer: Member?, victim: Member?, _ random: inout RandomSource
    ) -> IncidentDraft {
        var draft = draft(type, 0, &random)
        draft.isAtHome = true
        involve(carer, random.chance(0.6) ? .charged : .suspect, in: &draft)
        involve(victim, .victim, in: &draft)
        return draft
    }

    private func minor(_ offsets: [Int], _ carers: [Member?], _ random: inout RandomSource) -> [IncidentDraft] {
        offsets.enumerated().map { place, offset in
            var draft = draft(random.pick(HistoryIncidents.minor), offset, &random)
            involve(carers[place % carers.count], random.pick([.charged, .suspect, .involved]), in: &draft)
            return draft
        }
    }

    /// Both adults are involved, so that two incidents are not enough for any rule but the child's own presence.
    private func witnessed(_ offsets: [Int], _ random: inout RandomSource) -> [IncidentDraft] {
        offsets.map { offset in
            var draft = draft(random.pick(HistoryIncidents.witnessed), offset, &random)
            draft.isAtHome = true
            involve(home.member(.mother), .involved, in: &draft)
            involve(home.member(.father), .involved, in: &draft)
            for child in home.children { involve(child, .childPresent, in: &draft) }
            return draft
        }
    }

    private func asVictim(_ offsets: [Int], _ carer: Member?, _ random: inout RandomSource) -> [IncidentDraft] {
        let stranger = population.childlessAdult(&random)
        return offsets.map { offset in
            var draft = draft(random.pick(HistoryIncidents.againstCarer), offset, &random)
            draft.involved.append(Involvement(home: stranger.0, member: stranger.1, role: .suspect))
            involve(carer, .victim, in: &draft)
            return draft
        }
    }

    /// The first incident is reported `times` more times.
    private func repeating(_ drafts: [IncidentDraft], times: Int) -> [IncidentDraft] {
        var drafts = drafts
        if !drafts.isEmpty { drafts[0].duplicates = times }
        return drafts
    }
}
