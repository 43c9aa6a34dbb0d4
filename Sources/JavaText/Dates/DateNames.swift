/// The words that dates have in the locale en_US.
enum DateNames {
    static let months: [StaticString] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let shortMonths: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    static let weekdays: [StaticString] = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    static let shortWeekdays: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let eras: [StaticString] = ["BC", "AD"]
    static let longEras: [StaticString] = ["Before Christ", "Anno Domini"]
    static let halves: [StaticString] = ["AM", "PM"]

    /// Names of time zones that are understood, with their minutes before UTC, those of summer time apart as Java counts
    /// them. Java knows some hundreds more.
    static let zones: [(name: StaticString, minutes: Int)] = [
        ("Coordinated Universal Time", 0), ("UTC", 0), ("Greenwich Mean Time", 0),
        ("Central European Standard Time", 60), ("Central European Summer Time", 120), ("CEST", 120), ("CET", 60),
        ("EEST", 180), ("EET", 120), ("British Summer Time", 60), ("BST", 60),
        ("Eastern Standard Time", -300), ("Eastern Daylight Time", -240), ("EST", -300), ("EDT", -240),
        ("Central Standard Time", -360), ("Central Daylight Time", -300), ("CST", -360), ("CDT", -300),
        ("Mountain Standard Time", -420), ("Mountain Daylight Time", -360), ("MST", -420), ("MDT", -360),
        ("Pacific Standard Time", -480), ("Pacific Daylight Time", -420), ("PST", -480), ("PDT", -420),
        ("AKST", -540), ("AKDT", -480), ("HST", -600), ("Japan Standard Time", 540), ("JST", 540), ("KST", 540),
        ("India Standard Time", 330), ("SGT", 480), ("HKT", 480), ("AEST", 600), ("AEDT", 660), ("SAST", 120),
    ]
}
