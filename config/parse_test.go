package config

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Profiles that are right, to put one wrong line behind. Each has six lines or fewer, counted in the wanted places.
const (
	fin = "[profiles.fin]\nissuer = \"finhub\"\ntenant_id = \"t\"\nemail = \"a@example.com\"\npassword = \"env:P\"\n"
	fhx = "[profiles.fin]\nissuer = \"finhub\"\ntenant_id = \"t\"\n"
	ads = "[profiles.ads]\nissuer = \"aurex\"\nuser_id = \"u\"\napi_key = \"env:K\"\n"
	lin = "[profiles.lin]\nissuer = \"linora\"\nbase_url = \"https://l.example.com\"\nuser_id = \"u\"\napi_key = \"env:K\"\n"
)

const writeReference = "\n" + referenceHint

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		// The file as a whole.
		{"empty", "", "c.toml:1:1: no profile is set up\na first profile begins with the line [profiles.NAME]"},
		{"only settings", "[ui]\ntheme = \"dark\"\n", "c.toml:1:1: no profile is set up\na first profile begins with the line [profiles.NAME]"},
		{"bare word", ads + "read_only = yes\n", "c.toml:5:13: unexpected character U+0079 'y' at start of value\n" +
			`text stands in quotes, as in issuer = "finhub"`},
		{"key twice", ads + "read_only = true\nread_only = true\n", `c.toml:6:1: key "read_only" is already defined`},
		{"profile twice", ads + ads, `c.toml:5:2: table "ads" already exists`},
		{"odd key twice", "\"a b\" = 1\n\"a b\" = 1\n", `c.toml:2:1: key is already defined`},
		{"unclosed text", ads + "padding = \"pkcs\n", `c.toml:5:16: basic strings cannot have new lines`},
		{"number out of range", "x = 1e999999\n", `c.toml:1:5: unable to parse float`},
		{"too large", strings.Repeat("#", maxFile+1), `c.toml:1:1: too large: at most 1048576 bytes are read`},

		// Unknown keys and tables.
		{"misspelt", ads + "read_onyl = true\n", `c.toml:5:1: profiles.ads: unknown key "read_onyl"; did you mean "read_only"?`},
		{"hyphen", ads + "otp-ttl = \"5m\"\n", `c.toml:5:1: profiles.ads: unknown key "otp-ttl"; did you mean "otp_ttl"?`},
		{"upper case", ads + "OTP_TTL = \"5m\"\n", `c.toml:5:1: profiles.ads: unknown key "OTP_TTL"; did you mean "otp_ttl"?`},
		{"nothing near", ads + "colour = \"red\"\n", `c.toml:5:1: profiles.ads: unknown key "colour"`},
		{"endless name", ads + strings.Repeat("x", 65) + " = 1\n", `c.toml:5:1: profiles.ads: unknown key`},
		{"name not shown", ads + "\"sk live\" = 1\n", `c.toml:5:1: profiles.ads: unknown key`},
		{"of [ui] in a profile", ads + "theme = \"dark\"\n", `c.toml:5:1: profiles.ads: unknown key "theme"; it belongs in [ui]`},
		{"of [clipboard] in [ui]", ads + "[ui]\nclear_after = \"9s\"\n", `c.toml:6:1: ui: unknown key "clear_after"; it belongs in [clipboard]`},
		{"of the top in [ui]", ads + "[ui]\ndefault_profile = \"ads\"\n",
			`c.toml:6:1: ui: unknown key "default_profile"; it belongs at the top of the file, before the first [table]`},
		{"of a profile at the top", "issuer = \"aurex\"\n" + ads, `c.toml:1:1: unknown key "issuer"; it belongs in [profiles.NAME]`},
		{"of a profile in [profiles]", "[profiles]\nissuer = \"aurex\"\n" + ads,
			`c.toml:2:1: profiles: unknown key "issuer"; it belongs in [profiles.NAME]`},
		{"near one of [ui]", ads + "[clipboard]\nhide_aftr = \"9s\"\n",
			`c.toml:6:1: clipboard: unknown key "hide_aftr"; did you mean "hide_after", which belongs in [ui]?`},
		{"table", ads + "[clipbord]\nmode = \"auto\"\n", `c.toml:5:2: unknown key "clipbord"; did you mean "clipboard"?`},
		{"one problem a table", "[profile.fin]\nissuer = \"x\"\n" + ads, `c.toml:1:2: unknown key "profile"; did you mean "profiles"?`},
		{"in an inline table", "clipboard = { mode = \"auto\", moed = 1 }\n" + ads,
			`c.toml:1:30: clipboard: unknown key "moed"; did you mean "mode"?`},

		// Types.
		{"text expected", ads + "padding = 1\n", `c.toml:5:1: profiles.ads.padding: must be text in quotes`},
		{"switch expected", ads + "read_only = \"true\"\n", `c.toml:5:1: profiles.ads.read_only: must be true or false, without quotes`},
		{"number expected", ads + "rate_per_minute = 1.5\n", `c.toml:5:1: profiles.ads.rate_per_minute: must be a whole number, without quotes`},
		{"duration expected", ads + "otp_ttl = 300\n", `c.toml:5:1: profiles.ads.otp_ttl: must be a duration such as "30s" or "5m"`},
		{"bad duration", ads + "otp_ttl = \"5 min\"\n", `c.toml:5:1: profiles.ads.otp_ttl: must be a duration such as "30s" or "5m"`},
		{"list expected", fin + "card_ids = \"WB1\"\n", `c.toml:6:1: profiles.fin.card_ids: must be a list such as ["one", "two"]`},
		{"list of text expected", fin + "card_ids = [1]\n", `c.toml:6:1: profiles.fin.card_ids: each entry must be text in quotes`},
		{"reference expected", "[profiles.ads]\nissuer = \"aurex\"\nuser_id = \"u\"\napi_key = 4711\n",
			`c.toml:4:1: profiles.ads.api_key: must be a secret reference in quotes` + writeReference},
		{"table expected", "ui = 3\n" + ads, `c.toml:1:1: ui: must be a table: write [ui]`},
		{"profiles no table", "profiles = 3\n", `c.toml:1:1: profiles: must be a table: write [profiles]`},
		{"profile no table", "[profiles]\nfin = 3\n", `c.toml:2:1: profiles.fin: must be a table: write [profiles.fin]`},
		{"paths no table", lin + "paths = 3\n", `c.toml:6:1: profiles.lin.paths: must be a table: write [profiles.lin.paths]`},
		{"array of tables", "[[profiles]]\nissuer = \"aurex\"\n", `c.toml:1:3: profiles: must be a table: write [profiles]`},
		{"empty text", ads + "padding = \"\"\n", `c.toml:5:1: profiles.ads.padding: must not be empty`},
		{"unseen character", "[profiles.ads]\nissuer = \"aurex\"\nuser_id = \"u\\u200b\"\napi_key = \"env:K\"\n",
			`c.toml:3:1: profiles.ads.user_id: holds a character that cannot be seen`},

		// Values.
		{"issuer", "[profiles.fin]\n" +
			"issuer = \"finhob\"\n", `c.toml:2:1: profiles.fin.issuer: must be finhub, aurex or linora; did you mean "finhub"?`},
		{"padding", ads + "padding = \"oaep\"\n",
			`c.toml:5:1: profiles.ads.padding: must be pkcs1v15, oaep-sha1, oaep-sha256 or oaep-sha256-mgf1-sha1`},
		{"clipboard mode", ads + "[clipboard]\n" +
			"mode = \"osc-52\"\n", `c.toml:6:1: clipboard.mode: must be auto, system, osc52 or off; did you mean "osc52"?`},
		{"notify", ads + "[ui]\nnotify = \"osc8\"\n", `c.toml:6:1: ui.notify: must be off, bell, osc9 or osc777; did you mean "osc9"?`},
		{"notify is no switch", ads + "[ui]\nnotify = true\n", `c.toml:6:1: ui.notify: must be text in quotes`},
		{"no keys", ads + "[keys]\ntop-up = []\n", `c.toml:6:1: keys.top-up: must be a key in quotes, such as "T", or a list of keys`},
		{"a number as a key", ads + "[keys]\ntop-up = [1]\n", `c.toml:6:1: keys.top-up: must be a key in quotes, such as "T", or a list of keys`},
		{"keys that are no table", "keys = \"T\"\n" + ads, `c.toml:1:1: keys: must be a table: write [keys]`},
		{"mouse", ads + "[ui]\nmouse = true\n", `c.toml:6:1: ui.mouse: must be text in quotes`},
		{"remember last four", ads + "[ui]\nremember_last4 = \"no\"\n", `c.toml:6:1: ui.remember_last4: must be true or false, without quotes`},
		{"theme", ads + "[ui]\ntheme = \"drak\"\n",
			`c.toml:6:1: ui.theme: must be auto, dark, light, high-contrast or mono; did you mean "dark"?`},
		{"clear_after", ads + "[clipboard]\nclear_after = \"0s\"\n", `c.toml:6:1: clipboard.clear_after: must be from 1s to 1h`},
		{"hide_after", ads + "[ui]\nhide_after = \"2h\"\n", `c.toml:6:1: ui.hide_after: must be from 1s to 1h`},
		{"lock_after", ads + "[ui]\nlock_after = \"-5m\"\n", `c.toml:6:1: ui.lock_after: must be from 10s to 24h, or "0s" for never`},
		{"refresh", ads + "[ui]\nrefresh = \"1s\"\n", `c.toml:6:1: ui.refresh: must be from 5s to 24h, or "0s" for never`},
		{"otp_ttl", ads + "otp_ttl = \"1s\"\n", `c.toml:5:1: profiles.ads.otp_ttl: must be from 10s to 1h`},
		{"rate_per_minute", ads + "rate_per_minute = -1\n", `c.toml:5:1: profiles.ads.rate_per_minute: must be from 0 to 10000`},
		{"huge number", ads + "rate_per_minute = 4294967297\n", `c.toml:5:1: profiles.ads.rate_per_minute: must be from 0 to 10000`},
		{"email", fhx + "email = \"ops\"\n" +
			"password = \"env:P\"\n", `c.toml:4:1: profiles.fin.email: must be an email address such as "ops@example.com"`},
		{"client_ip", fin + "client_ip = \"localhost\"\n", `c.toml:6:1: profiles.fin.client_ip: must be an IP address such as "127.0.0.1"`},
		{"platform", fin + "platform = \"tui\"\n", `c.toml:6:1: profiles.fin.platform: must be web, ios or android`},
		{"service_name", fin + "service_name = \"kärtchen\"\n",
			`c.toml:6:1: profiles.fin.service_name: goes into an HTTP header: at most 256 ASCII characters without spaces at the ends`},
		{"auth_header", lin + "auth_header = \"X Key\"\n",
			`c.toml:6:1: profiles.lin.auth_header: must be the name of an HTTP header: letters, digits and -`},
		{"profile name", "[profiles.\"a/b\"]\nissuer = \"aurex\"\n",
			`c.toml:1:11: profiles: the name of a profile is 1 to 64 letters, digits, -, _ and ., the first a letter or digit`},
		{"default_profile", "default_profile = \"fim\"\n" + fin, `c.toml:1:1: default_profile: no such profile; did you mean "fin"?`},

		// What is missing stands at the header of the profile.
		{"nothing in it", "\n[profiles.fin]\n", `c.toml:2:11: profiles.fin: issuer is missing`},
		{"finhub tenant", "[profiles.fin]\nissuer = \"finhub\"\ntoken = \"env:T\"\n", `c.toml:1:11: profiles.fin: tenant_id is missing`},
		{"finhub sign-in", fhx, "c.toml:1:11: profiles.fin: no way to sign in\n" +
			"FinHub signs in with email and password, with session_url, username and password, or with token"},
		{"finhub password", fhx + "email = \"a@example.com\"\n",
			`c.toml:1:11: profiles.fin: password is missing: FinHub signs in with email and password`},
		{"finhub email", fhx + "password = \"env:P\"\n", `c.toml:1:11: profiles.fin: email is missing: FinHub signs in with email and password`},
		{"finhub session", fhx + "session_url = \"https://h.example.com/s\"\n",
			"c.toml:1:11: profiles.fin: username is missing: session_url needs it\n" +
				"c.toml:1:11: profiles.fin: password is missing: session_url needs it"},
		{"aurex", "[profiles.ads]\nissuer = \"aurex\"\n", "c.toml:1:11: profiles.ads: user_id is missing\n" +
			"c.toml:1:11: profiles.ads: api_key is missing"},
		{"linora", "[profiles.lin]\nissuer = \"linora\"\nuser_id = \"u\"\napi_key = \"env:K\"\n",
			`c.toml:1:11: profiles.lin: base_url is missing: Linora publishes no address, so ask Linora for yours`},
		{"inline profile", "profiles.ads = { issuer = \"aurex\", user_id = \"u\" }\n", `c.toml:1:10: profiles.ads: api_key is missing`},

		// What does not go together.
		{"token and email", fin + "token = \"env:T\"\n",
			"c.toml:4:1: profiles.fin.email: cannot stand beside token: keep one way to sign in\n" +
				"c.toml:5:1: profiles.fin.password: cannot stand beside token: keep one way to sign in"},
		{"session and login", fin + "session_url = \"https://h.example.com/s\"\nlogin_url = \"https://h.example.com/l\"\n",
			`c.toml:7:1: profiles.fin.login_url: cannot stand beside session_url: keep one way to sign in`},
		{"two names", fin + "username = \"ops\"\nsession_url = \"https://h.example.com/s\"\n",
			`c.toml:4:1: profiles.fin.email: cannot stand beside username: keep one way to sign in`},
		{"username alone", fin + "username = \"ops\"\n",
			`c.toml:6:1: profiles.fin.username: belongs to session_url; without one FinHub signs in with email`},
		{"other issuer's", ads + "tenant_id = \"t\"\n", `c.toml:5:1: profiles.ads.tenant_id: belongs to finhub, and this profile is for aurex`},
		{"two issuers'", fin + "user_id = \"u\"\n",
			`c.toml:6:1: profiles.fin.user_id: belongs to aurex and linora, and this profile is for finhub`},
		{"passphrase alone", ads + "private_key_passphrase = \"env:K\"\n",
			`c.toml:5:1: profiles.ads.private_key_passphrase: is of no use without private_key`},

		// Path templates.
		{"path name", lin + "[profiles.lin.paths]\n" +
			"crads = \"/cards\"\n", `c.toml:7:1: profiles.lin.paths: unknown key "crads"; did you mean "cards"?`},
		{"path type", lin + "[profiles.lin.paths]\ncards = 1\n", `c.toml:7:1: profiles.lin.paths.cards: must be text in quotes`},
		{"path start", lin + "[profiles.lin.paths]\n" +
			"cards = \"cards\"\n", `c.toml:7:1: profiles.lin.paths.cards: must begin with one "/": it follows base_url`},
		{"path host", lin + "[profiles.lin.paths]\n" +
			"cards = \"//evil.example.com\"\n", `c.toml:7:1: profiles.lin.paths.cards: must begin with one "/": it follows base_url`},
		{"path placeholder", lin + "[profiles.lin.paths]\n" +
			"cards = \"/{user}\"\n", `c.toml:7:1: profiles.lin.paths.cards: may hold {userId} and {cardId}, and nothing else in {}`},
		{"path brace", lin + "[profiles.lin.paths]\n" +
			"cards = \"/{userId\"\n", `c.toml:7:1: profiles.lin.paths.cards: has a { or } without its partner`},
		{"path upwards", lin + "[profiles.lin.paths]\n" +
			"cards = \"/../admin\"\n", `c.toml:7:1: profiles.lin.paths.cards: must be a path such as "/users/{userId}/cards"`},
		{"path without card", lin + "[profiles.lin.paths]\n" +
			"otp = \"/otp\"\n", `c.toml:7:1: profiles.lin.paths.otp: must hold {cardId}: it is about one card`},

		// Secrets.
		{"literal password", fhx + "email = \"a@example.com\"\n" +
			"password = \"hunter2\"\n", `c.toml:5:1: profiles.fin.password: a secret must not stand in the file` + writeReference},
		{"literal key", ads + "private_key = \"\"\"-----BEGIN PRIVATE KEY-----\nMIIE\n" +
			"\"\"\"\n", `c.toml:5:1: profiles.ads.private_key: a secret must not stand in the file` + writeReference},
		{"env", ads + "private_key = \"env:MY-KEY\"\n",
			`c.toml:5:1: profiles.ads.private_key: env: must be followed by the name of a variable, as in "env:FINHUB_PASSWORD"`},
		{"file", ads + "private_key = \"file:\"\n",
			`c.toml:5:1: profiles.ads.private_key: file: must be followed by a path, as in "file:~/.config/cardwallet/fin.pem"`},
		{"cmd", ads + "private_key = \"cmd:  \"\n",
			`c.toml:5:1: profiles.ads.private_key: cmd: must be followed by a command, with its quotes closed, as in "cmd:pass show ` +
				`finhub/password"`},
		{"cmd quotes", ads + "private_key = \"cmd:pass 'x\"\n",
			`c.toml:5:1: profiles.ads.private_key: cmd: must be followed by a command, with its quotes closed, as in "cmd:pass show ` +
				`finhub/password"`},
		{"keyring", ads + "private_key = \"keyring:cardwallet\"\n",
			`c.toml:5:1: profiles.ads.private_key: keyring: must be followed by a service and a user, as in "keyring:cardwallet/fin"`},
		{"unseen in reference", ads + "private_key = \"cmd:pass\\u0007\"\n",
			`c.toml:5:1: profiles.ads.private_key: holds a character that cannot be seen`},

		// All problems at once, in the order of the lines, each hint once.
		{"several", "[profiles.ads]\nissuer = \"aurex\"\nuser_id = 7\napi_key = \"hunter2\"\nprivate_key = \"hunter2\"\n[ui]\nthem = \"dark\"\n",
			"c.toml:3:1: profiles.ads.user_id: must be text in quotes\n" +
				"c.toml:4:1: profiles.ads.api_key: a secret must not stand in the file\n" +
				"c.toml:5:1: profiles.ads.private_key: a secret must not stand in the file\n" +
				"c.toml:7:1: ui: unknown key \"them\"; did you mean \"theme\"?" + writeReference},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := Parse("c.toml", []byte(test.text))
			if err == nil {
				t.Fatalf("accepted: %+v", c)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseURLs(t *testing.T) {
	const (
		notHTTPS    = "must begin with https://"
		notURL      = `must be a full URL such as "https://api.example.com/v1"`
		notLoopback = "http:// is only for this machine (127.0.0.1, [::1], localhost): use https://"
		noUser      = "must not hold a user or password"
		noFragment  = "must not hold a # part"
	)
	tests := []struct{ url, want string }{
		{"https://api.example.com/v1", ""},
		{"https://api.example.com:8443/v1/", ""},
		{"http://127.0.0.1:8080/x", ""},
		{"http://127.9.8.7", ""},
		{"http://[::1]:8080", ""},
		{"http://[::ffff:127.0.0.1]", ""},
		{"http://localhost:1", ""},
		{"http://LOCALHOST.:1", ""},
		{"http://LOCALHOST", ""},
		{"http://api.example.com", notLoopback},
		{"http://127.0.0.1.example.com", notLoopback},
		{"http://localhost.example.com", notLoopback},
		{"http://0.0.0.0", notLoopback},
		{"http://128.0.0.1", notLoopback},
		{"http://127.1", notLoopback},
		{"http://2130706433", notLoopback},
		{"http://[::2]", notLoopback},
		{"ftp://localhost", notHTTPS},
		{"api.example.com/v1", notURL},
		{"/v1", notURL},
		{"https://", notURL},
		{"https://exa mple.com", notURL},
		{"https://example.com:port", notURL},
		{`https://example.com\@evil.example.com`, notURL},
		{"https://ops:hunter2@example.com", noUser},
		{"https://example.com/#x", noFragment},
		{"https://example.com/#", noFragment},
		{"https://example.com/{org}", "still holds a placeholder in {}: write the value in its place"},
		{"https://example.com/v1?x=1", "must end with the path: no ? part"},
		{"https://example.com/v1?", "must end with the path: no ? part"},
	}
	for _, test := range tests {
		t.Run(test.url, func(t *testing.T) {
			c, err := Parse("c.toml", []byte(ads+"base_url = '"+test.url+"'\n"))
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if want := strings.TrimRight(test.url, "/"); c.Profiles[0].BaseURL != want {
					t.Errorf("base URL %q, want %q", c.Profiles[0].BaseURL, want)
				}
				return
			}
			if want := "c.toml:5:1: profiles.ads.base_url: " + test.want; err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

func TestParseReadsEverything(t *testing.T) {
	got, err := Parse("dir/c.toml", []byte(`
default_profile = "lin.1"

[profiles.fin]
issuer = "finhub"
base_url = "http://127.0.0.1:9000/api/v2.1/fincard/virtual/"
tenant_id = "tenant_acme"
email = "ops@example.com"
password = "keyring:cardwallet/fin"
login_url = "https://login.example.com/in?x=1"
private_key = "file:fin.pem"
private_key_passphrase = "env:PASSPHRASE"
padding = "oaep-sha256-mgf1-sha1"
otp_ttl = "2m"
read_only = true
rate_per_minute = 600
client_ip = "2001:db8::1"
service_name = "ops desk"
platform = "ios"
device_id = "d-1"
card_ids = ["WB1", "WB2"]

[profiles."lin.1"]
issuer = "linora"
base_url = "https://linora.example.com"
user_id = "u"
api_key = "cmd:pass show 'a b'"
auth_header = "X-Api-Key"
auth_scheme = ""
paths = { cards = "/v2/cards", otp = "/v2/otp?c={cardId}&u={userId}" }

[profiles.session]
issuer = "finhub"
tenant_id = "t"
session_url = "https://sandbox.example.com/organization/o/users/u/sessions"
email = "ops@example.com"
password = "env:P"

[clipboard]
mode = "osc52"
clear_after = "1m30s"
[ui]
hide_after = "1s"
hide_on_blur = true
lock_after = "0s"
refresh = "0s"
theme = "high-contrast"
symbols = "ascii"
mouse = "off"
motion = "off"
notify = "osc777"
remember_last4 = false
`))
	if err != nil {
		t.Fatal(err)
	}
	ref := func(s string) Ref {
		r, err := ParseRef(s)
		if err != nil {
			t.Fatal(err)
		}
		r.dir = "dir"
		return r
	}
	want := &Config{
		Path:           "dir/c.toml",
		DefaultProfile: "lin.1",
		Profiles: []Profile{{
			Name: "fin", Issuer: FinHub, BaseURL: "http://127.0.0.1:9000/api/v2.1/fincard/virtual", TenantID: "tenant_acme",
			Email: "ops@example.com", Password: ref("keyring:cardwallet/fin"), LoginURL: "https://login.example.com/in?x=1",
			PrivateKey: ref("file:fin.pem"), PrivateKeyPassphrase: ref("env:PASSPHRASE"), Padding: "oaep-sha256-mgf1-sha1",
			OTPTTL: 2 * time.Minute, ReadOnly: true, RatePerMinute: 600,
			ClientIP: "2001:db8::1", ServiceName: "ops desk", Platform: "ios", DeviceID: "d-1", CardIDs: []string{"WB1", "WB2"},
		}, {
			Name: "lin.1", Issuer: Linora, BaseURL: "https://linora.example.com", UserID: "u", APIKey: ref("cmd:pass show 'a b'"),
			Padding: "pkcs1v15", OTPTTL: 5 * time.Minute, RatePerMinute: 60, AuthHeader: "X-Api-Key", AuthScheme: "",
			Paths: map[string]string{"cards": "/v2/cards", "otp": "/v2/otp?c={cardId}&u={userId}"},
		}, {
			Name: "session", Issuer: FinHub, BaseURL: "https://sandbox.finhub.cloud/api/v2.1/fincard/virtual", TenantID: "t",
			Email: "ops@example.com", Password: ref("env:P"), SessionURL: "https://sandbox.example.com/organization/o/users/u/sessions",
			Padding: "pkcs1v15", OTPTTL: 5 * time.Minute, ClientIP: "127.0.0.1", ServiceName: "cardwallet", Platform: "web",
		}},
		Clipboard: Clipboard{Mode: "osc52", ClearAfter: 90 * time.Second},
		UI: UI{HideAfter: time.Second, HideOnBlur: true, Theme: "high-contrast", Symbols: "ascii", Mouse: "off", Motion: "off",
			Notify: "osc777"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Config{}), cmp.AllowUnexported(Ref{})); diff != "" {
		t.Errorf("config (-want +got):\n%s", diff)
	}
	if got := got.Profiles[2].SessionUser(); got != "ops@example.com" {
		t.Errorf("session user %q, want the email", got)
	}
}

func TestParseDefaults(t *testing.T) {
	got, err := Parse("c.toml", []byte("\ufeff"+strings.ReplaceAll(fin+ads, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	env := func(name string) Ref { return Ref{scheme: "env", rest: name, dir: "."} }
	want := Defaults()
	want.Path = "c.toml"
	want.Profiles = []Profile{{
		Name: "fin", Issuer: FinHub, BaseURL: "https://sandbox.finhub.cloud/api/v2.1/fincard/virtual", TenantID: "t",
		Email: "a@example.com", Password: env("P"), LoginURL: "https://sandbox.finhub.cloud/api/auth/login",
		Padding: "pkcs1v15", OTPTTL: 5 * time.Minute, ClientIP: "127.0.0.1", ServiceName: "cardwallet", Platform: "web",
	}, {
		Name: "ads", Issuer: Aurex, BaseURL: "https://aurex.cash/api/dashboard", UserID: "u", APIKey: env("K"),
		Padding: "pkcs1v15", OTPTTL: 5 * time.Minute, RatePerMinute: 60,
	}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Config{}), cmp.AllowUnexported(Ref{})); diff != "" {
		t.Errorf("config (-want +got):\n%s", diff)
	}
	ui := UI{HideAfter: 20 * time.Second, LockAfter: 5 * time.Minute, Refresh: 30 * time.Second, Theme: "auto", Symbols: "auto", Mouse: "on",
		Motion: "on", Notify: "bell", RememberLast4: true}
	if got.UI != ui || got.Clipboard != (Clipboard{"auto", 30 * time.Second}) {
		t.Errorf("defaults are not those of the documentation: %+v %+v", got.UI, got.Clipboard)
	}
}

func TestSignIn(t *testing.T) {
	tests := []struct {
		text string
		want SignInMethod
	}{
		{fin, SignInLogin},
		{fin + "session_url = \"https://h.example.com/s\"\n", SignInSession},
		{fhx + "token = \"env:T\"\n", SignInToken},
		{ads, SignInAPIKey},
		{lin, SignInAPIKey},
	}
	for _, test := range tests {
		c, err := Parse("c.toml", []byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		p := c.Profiles[0]
		if got := p.SignIn(); got != test.want {
			t.Errorf("%s\nsigns in by %s, want %s", test.text, got, test.want)
		}
		if derived := p.LoginURL != ""; derived != (test.want == SignInLogin) {
			t.Errorf("%s\nlogin URL %q", test.text, p.LoginURL)
		}
	}
}

func TestProblemsAreThere(t *testing.T) {
	_, err := Parse("c.toml", []byte(ads+"x = 1\n\nyy = 2\n"))
	problems, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("%T, want *Error", err)
	}
	want := &Error{Path: "c.toml", Problems: []Problem{
		{5, 1, `profiles.ads: unknown key "x"`, ""},
		{7, 1, `profiles.ads: unknown key "yy"`, ""},
	}}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestSandbox(t *testing.T) {
	for _, test := range []struct {
		issuer, url string
		want        bool
	}{
		{FinHub, NewProfile("fin", FinHub).BaseURL, true},
		{FinHub, "https://SANDBOX.finhub.cloud.:443/api", true},
		{FinHub, "https://api.finhub.cloud/api/v2.1/fincard/virtual", false},
		{FinHub, "https://sandbox.finhub.cloud.example.com/api", false},
		{FinHub, "https://example.com/sandbox.finhub.cloud", false},
		{FinHub, "http://127.0.0.1:8080/api", true},
		{Aurex, NewProfile("ads", Aurex).BaseURL, false},
		{Aurex, "https://sandbox.finhub.cloud/api", false},
		{Aurex, "http://localhost:8080/aurex", true},
		{Linora, NewProfile("team", Linora).BaseURL, false},
		{Linora, "https://linora.example.com/api", false},
		{Linora, "http://[::1]:8080/linora", true},
		{"", "", false},
	} {
		p := NewProfile("x", test.issuer)
		p.BaseURL = test.url
		if got := p.Sandbox(); got != test.want {
			t.Errorf("%s at %q: %v", test.issuer, test.url, got)
		}
	}
}

func TestSessionUser(t *testing.T) {
	c, err := Parse("c.toml", []byte(fhx+"session_url = \"https://h.example.com/s\"\nusername = \"ops\"\npassword = \"env:P\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Profiles[0].SessionUser(); got != "ops" {
		t.Errorf("session user %q, want the username", got)
	}
}

func TestErrorWithoutPath(t *testing.T) {
	_, err := Parse("", []byte("profiles = 1\n"))
	if want := "config:1:1: profiles: must be a table: write [profiles]"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// Positions must survive tables that come in pieces, and text that is deeper than any setting.
func TestPositions(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"header after its sub-table", "[profiles.lin.paths]\ncards = \"/c\"\n[profiles.lin]\nissuer = \"linora\"\n" +
			"base_url = \"https://l.example.com\"\nuser_id = \"u\"\n",
			"c.toml:3:11: profiles.lin: api_key is missing"},
		{"dotted keys", "profiles.ads.issuer = \"aurex\"\nprofiles.ads.user_id = \"u\"\n", "c.toml:1:10: profiles.ads: api_key is missing"},
		{"deep inline", ads + "x = {a={a={a={a={a={a={a={a={a=1}}}}}}}}}\n", `c.toml:5:1: profiles.ads: unknown key "x"`},
		{"deep dotted", ads + "x.a.b.c.d.e.f.g.h.i = 1\n", `c.toml:5:1: profiles.ads: unknown key "x"`},
		{"deep header", ads + "[x.a.b.c.d.e.f.g.h.i]\nz = 1\n", `c.toml:5:2: unknown key "x"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Parse("c.toml", []byte(test.text)); err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}
