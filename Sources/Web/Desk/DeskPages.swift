enum DeskPages {
    static func add(to routes: RouteTable) {}
}
