//! How words are compared, where page and workers must agree.

/// The form under which words are compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for sign in text.chars().flat_map(char::to_lowercase) {
        match sign {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' | 'ý' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            '\u{0300}'..='\u{036f}' => {}
            '’' | '\'' | '-' | '‑' | '\u{a0}' | '\u{202f}' => folded.push(' '),
            other => folded.push(other),
        }
    }
    folded
}

/// `true` if one is built from the other.
pub fn alike(identifier: &str, password: &str) -> bool {
    let bare = |text: &str| -> String { fold(text).chars().filter(|sign| sign.is_alphanumeric()).collect() };
    let (identifier, password) = (bare(identifier), bare(password));
    if identifier.chars().count() < SHORTEST_IDENTIFIER {
        return false;
    }
    let backwards: String = identifier.chars().rev().collect();
    password.contains(&identifier) || password.contains(&backwards) || identifier.contains(&password)
}

/// Signs of the shortest identifier.
pub const SHORTEST_IDENTIFIER: usize = 4;
