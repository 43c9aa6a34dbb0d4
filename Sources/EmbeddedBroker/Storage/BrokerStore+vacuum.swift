extension BrokerStore {
    /// How many pages of the file nothing is kept in. What is appended uses them before the file grows.
    func freePages() throws(StorageError) -> Int {
        try query { Int(try $0.integer("PRAGMA freelist_count")) }
    }

    /// Gives so many free pages back, by moving pages from the file's end into them; the file itself is cut by the
    /// checkpoint after the commit. Returns whether free pages are left.
    func vacuumStep(maxPages: Int) throws(StorageError) -> Bool {
        guard try freePages() > 0 else { return false }
        return try change { connection in
            try connection.execute("PRAGMA incremental_vacuum(\(maxPages))")
            return try connection.integer("PRAGMA freelist_count") > 0
        }
    }
}
