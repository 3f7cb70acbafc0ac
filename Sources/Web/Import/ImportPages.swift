enum ImportPages {
    static func add(to routes: RouteTable) {}
}
