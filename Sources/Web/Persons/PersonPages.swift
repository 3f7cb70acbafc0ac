enum PersonPages {
    static func add(to routes: RouteTable) {}
}
