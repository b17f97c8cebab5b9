//! The tools of each task: how to see that one is there, and where it comes from.

/// Something that a task needs.
pub struct Tool {
    /// What people call it.
    pub name: &'static str,
    /// How to see that it is there.
    pub check: Check,
    /// Where it comes from.
    pub source: Source,
    /// How long it may take, on two cores.
    pub time: &'static str,
}

/// How to see that a tool is there.
pub enum Check {
    /// One of these programs can be started, with these arguments.
    Starts(&'static [&'static str], &'static [&'static str]),
    /// The program says this version of itself.
    Says(&'static str, &'static str),
    /// The compiler has this target's standard library.
    Target(&'static str),
    /// The reader's Python environment was made from [`PYTHON_PACKAGES`].
    Python,
}

/// Where a tool comes from.
pub enum Source {
    /// Debian packages.
    Debian(&'static [&'static str]),
    /// `cargo install`, pinned, with these arguments.
    Cargo(&'static [&'static str]),
    /// A component of the Rust toolchain.
    Component(&'static str),
    /// A target of the Rust toolchain.
    Target(&'static str),
    /// The Python package index, into a folder of its own.
    Python,
}

/// Everything.
pub const EVERYTHING: &[&[Tool]] = &[BUILD, LINT, BROWSE, CARDS, MEASURE];

/// To build page and host.
pub const BUILD: &[Tool] = &[
    Tool {
        name: "a C compiler",
        check: Check::Starts(&["cc"], &["--version"]),
        source: Source::Debian(&["build-essential"]),
        time: "a minute",
    },
    Tool {
        name: "perl and make, for the database's cipher",
        check: Check::Starts(
            &["perl"],
            &["-MIPC::Cmd", "-MFindBin", "-e", "exit system('make --version >/dev/null 2>&1')"],
        ),
        source: Source::Debian(&["perl", "make"]),
        time: "seconds",
    },
    Tool {
        name: "Brotli",
        check: Check::Starts(&["brotli"], &["--version"]),
        source: Source::Debian(&["brotli"]),
        time: "seconds",
    },
    Tool {
        name: "the wasm32-unknown-unknown target",
        check: Check::Target("wasm32-unknown-unknown"),
        source: Source::Target("wasm32-unknown-unknown"),
        time: "seconds",
    },
    Tool {
        name: "wasm-bindgen 0.2.130",
        check: Check::Says("wasm-bindgen", "wasm-bindgen 0.2.130"),
        source: Source::Cargo(&["wasm-bindgen-cli", "--version", "0.2.130", "--no-default-features"]),
        time: "about 2 minutes",
    },
];

/// To look at the code.
pub const LINT: &[Tool] = &[
    Tool {
        name: "rustfmt",
        check: Check::Starts(&["rustfmt"], &["--version"]),
        source: Source::Component("rustfmt"),
        time: "seconds",
    },
    Tool {
        name: "clippy",
        check: Check::Starts(&["cargo-clippy"], &["--version"]),
        source: Source::Component("clippy"),
        time: "seconds",
    },
    Tool {
        name: "cargo-deny 0.20.2",
        check: Check::Says("cargo-deny", "cargo-deny 0.20.2"),
        source: Source::Cargo(&["cargo-deny", "--version", "0.20.2", "--no-default-features"]),
        time: "about 2 minutes",
    },
];

/// To drive a browser, audit pages, and read the formats with another language.
pub const BROWSE: &[Tool] = &[
    Tool {
        name: "Chromium",
        check: Check::Starts(&["chromium", "chromium-browser", "google-chrome"], &["--version"]),
        source: Source::Debian(&["chromium"]),
        time: "a minute",
    },
    Tool {
        name: "ChromeDriver",
        check: Check::Starts(&["chromedriver"], &["--version"]),
        source: Source::Debian(&["chromium-driver"]),
        time: "seconds",
    },
    Tool {
        name: "Python with venv",
        check: Check::Starts(&["python3"], &["-c", "import venv, ensurepip"]),
        source: Source::Debian(&["python3", "python3-venv"]),
        time: "seconds",
    },
    Tool {
        name: "Python packages of the independent reader, and the axe audit",
        check: Check::Python,
        source: Source::Python,
        time: "seconds",
    },
];

/// To play cards, readers and the authority that answers for them.
pub const CARDS: &[Tool] = &[
    Tool {
        name: "OpenSSL's program, for test authorities and their answers on revocation",
        check: Check::Starts(&["openssl"], &["version"]),
        source: Source::Debian(&["openssl"]),
        time: "seconds",
    },
    Tool {
        name: "SoftHSM, which plays the cards",
        check: Check::Starts(&["softhsm2-util"], &["--version"]),
        source: Source::Debian(&["softhsm2"]),
        time: "seconds",
    },
    Tool {
        name: "pkcs11-tool, and the witness of calls to a card",
        check: Check::Starts(
            &["sh"],
            &["-c", "command -v pkcs11-tool && ls /usr/lib*/pkcs11-spy.so /usr/lib/*/pkcs11-spy.so | grep ."],
        ),
        source: Source::Debian(&["opensc", "opensc-pkcs11"]),
        time: "seconds",
    },
];

/// To be asked for a PIN, by whatever window this machine has.
pub const WINDOW: &[Tool] = &[Tool {
    name: "pinentry, which asks for the card's code",
    check: Check::Starts(&["pinentry"], &["--version"]),
    source: Source::Debian(&["pinentry-curses"]),
    time: "seconds",
}];

/// To compare downloads with.
pub const MEASURE: &[Tool] = &[Tool {
    name: "nginx, to compare downloads with",
    check: Check::Starts(&["nginx", "/usr/sbin/nginx"], &["-v"]),
    source: Source::Debian(&["nginx-light"]),
    time: "seconds",
}];

/// What the reader's environment holds, pinned; the last one carries axe-core 4.12.1 in a file.
pub const PYTHON_PACKAGES: &[&str] = &["cryptography==50.0.2", "tink==1.16.1", AXE_PACKAGE];
/// Installed for one file in it, without what it depends on.
pub const AXE_PACKAGE: &str = "axe-playwright-python==0.1.8";
/// That file.
pub const AXE_FILE: &str = "axe_playwright_python/axe.min.js";
