enum ProgrammePages {
    static func add(to routes: RouteTable) {}
}
