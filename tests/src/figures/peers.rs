//! The peer that files are fetched from and sent to: nginx, started by hand in a folder of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

use crate::wait;

/// A running nginx that serves `www/` and takes what is put into `in/`.
pub struct Nginx {
    folder: TempDir,
    process: Child,
    port: u16,
}

impl Nginx {
    /// Starts one that serves this file as `/file`.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn serving(file: &Path) -> Self {
        let folder = TempDir::with_prefix("scelle-nginx").expect("a folder for nginx");
        for name in ["www", "in", "tmp"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder of ours");
        }
        std::fs::copy(file, folder.path().join("www/file")).expect("a file that can be copied");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound socket").port();
        drop(listener);
        let config = folder.path().join("nginx.conf");
        std::fs::write(&config, configuration(folder.path(), port)).expect("a file of ours");
        let program =
            ["nginx", "/usr/sbin/nginx"].into_iter().find(|name| Command::new(name).arg("-v").output().is_ok());
        let process = Command::new(program.expect("nginx is installed: `cargo xtask setup`"))
            .args(["-e", "stderr", "-c"])
            .arg(&config)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx starts");
        wait::until("nginx answers", Duration::from_secs(20), || {
            std::net::TcpStream::connect(("127.0.0.1", port)).ok()
        });
        Self { folder, process, port }
    }

    /// Its origin.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Bytes of the file that was put last.
    #[must_use]
    pub fn received(&self) -> u64 {
        std::fs::metadata(self.folder.path().join("in/part")).map(|about| about.len()).unwrap_or_default()
    }
}

impl Nginx {
    /// Where a file of this name lies that was put.
    #[must_use]
    pub fn put(&self, name: &str) -> PathBuf {
        self.folder.path().join("in").join(name)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One process, its own folder, any origin: what a page may fetch and send.
fn configuration(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    let user = if Path::new("/root").metadata().is_ok_and(|_| is_root()) { "user root;" } else { "" };
    format!(
        "daemon off; master_process off; pid {folder}/pid; {user}
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; tcp_nopush on; client_max_body_size 0; client_body_buffer_size 8m;
  client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
  uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
  server {{
    listen 127.0.0.1:{port};
    add_header Access-Control-Allow-Origin * always;
    add_header Access-Control-Allow-Methods 'GET, PUT' always;
    add_header Access-Control-Allow-Headers * always;
    add_header Access-Control-Max-Age 600 always;
    add_header Cross-Origin-Resource-Policy cross-origin always;
    location /file {{ root {folder}/www; }}
    location /in/ {{
      if ($request_method = OPTIONS) {{ return 204; }}
      root {folder}; dav_methods PUT;
    }}
  }}
}}
"
    )
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.starts_with(b"0\n"))
}
