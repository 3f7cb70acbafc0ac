/// A small folder with a bit of everything.
enum SmallFolder {
    static let persons = """
        person_id,cpr,given_names,family_name,birth_date,sex,address,postal_code,municipality,protected
        P1,6101800002,Åse Ørum,Bæk,1980-01-01,F,Havnegade 3,4600,259,0
        P2,6102800001,Per,Holm,1980-02-01,M,"Æblevej 4, 2. tv.",4000,265,1
        P3,,Ida,Bæk,2012-05-06,F,,,259,
        P4,,Bo,Lund,2011-03-04,M,,,316,0

        """
    static let relations = """
        person_id,related_id,kind,from,to
        P1,P3,parent,2012-05-06,
        P2,P3,caregiver,2015-01-01,2020-01-01
        P2,P3,caregiver,2015-01-01,2016-01-01
        P1,P2,spouse,,

        """
    static let incidents = """
        incident_id,occurred_at,type,municipality,place,latitude,longitude,summary,same_as
        I1,2025-02-03T10:15:00,violence,259,Torvet,55.45,12.18,"To mænd sloges.
        Den ene faldt.",
        I2,2025-02-03,violence,259,,,,Anmeldt igen,I1
        I3,2025-07-01T23:59:59.250+02:00,mental-distress,316,,,,,

        """
    static let participants = """
        incident_id,role,person_id,cpr,given_names,family_name,birth_date,address,postal_code
        I1,suspect,P2,,,,,,
        I1,victim,,610180-0002,,,,,
        I2,witness,,,Ida,Bæk,2012-05-06,,
        I3,involved,,,Ukendt,Mand,,Gågaden 1,4300

        """
    static let cases = """
        {"id":"U-1","programme":"ukn","municipality":"316","parties":[{"person":"P4","role":"subject"}],\
        "fields":{"category":"person-dangerous","offence_date":"2025-01-30"},\
        "events":[{"stage":"registered","at":"2025-02-03T10:00"},{"stage":"assessed","at":"2025-02-03"},\
        {"stage":"referred","at":"2025-02-24"}]}
        {"id":"K-1","programme":"psp-k","parties":[{"person":"P1","role":"subject"}],\
        "events":[{"stage":"monitored","at":"2025-01-02"},{"stage":"selected","at":"2025-01-09"},\
        {"stage":"discussed","at":"2025-01-10"}]}

        """
    static let files = [
        "persons.csv": persons, "relations.csv": relations, "incidents.csv": incidents,
        "incident_persons.csv": participants, "cases.jsonl": cases,
    ]
}
