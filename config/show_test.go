package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const everything = `default_profile = "fin"
[profiles.fin]
issuer = "finhub"
tenant_id = "t"
email = "a@example.com"
password = "cmd:pass show 'it''s'"
card_ids = ["WB1", "WB2"]
[profiles."lin.1"]
issuer = "linora"
base_url = "https://l.example.com"
user_id = 'back\slash "quoted"'
api_key = "env:K"
auth_scheme = ""
sole_user = true
[profiles."lin.1".paths]
cards = "/v2/cards"
[ui]
lock_after = "1h30m"
[limits]
per_person_per_day = { USD = "1000.00" }
[state]
dir = "/srv/wallet/state"
url = "postgresql://ops@db.example.com:5433/cardwallet?sslmode=verify-full"
password = "keyring:cardwallet/state"
person = "ops-1"
[keys]
withdraw = ["W", "ctrl+w"]
top-up = "T"
`

func TestShow(t *testing.T) {
	c, err := Load(Options{Path: write(t, everything), Profiles: []string{"lin.1"}, Env: environment(map[string]string{
		"CARDWALLET_THEME": "mono", "CARDWALLET_READ_ONLY": "true"})})
	if err != nil {
		t.Fatal(err)
	}
	c.Path = "c.toml"
	got, err := c.Show()
	if err != nil {
		t.Fatal(err)
	}
	want := `# c.toml
# in use: lin.1 (--profile)

default_profile = 'fin'                                      # line 1

[profiles.fin]
issuer = 'finhub'                                            # line 3
base_url = 'https://sandbox.finhub.cloud/api/v2.1/fincard/virtual' # default
read_only = true                                             # CARDWALLET_READ_ONLY
sole_user = false                                            # default
tenant_id = 't'                                              # line 4
email = 'a@example.com'                                      # line 5
password = "cmd:pass show 'it''s'"                           # line 6
login_url = 'https://sandbox.finhub.cloud/api/auth/login'    # default
padding = 'pkcs1v15'                                         # default
otp_ttl = '5m'                                               # default
rate_per_minute = 0                                          # default
client_ip = '127.0.0.1'                                      # default
service_name = 'cardwallet'                                  # default
platform = 'web'                                             # default
card_ids = ['WB1', 'WB2']                                    # line 7

[profiles."lin.1"]
issuer = 'linora'                                            # line 9
base_url = 'https://l.example.com'                           # line 10
read_only = true                                             # CARDWALLET_READ_ONLY
sole_user = true                                             # line 14
user_id = 'back\slash "quoted"'                              # line 11
api_key = 'env:K'                                            # line 12
padding = 'pkcs1v15'                                         # default
otp_ttl = '5m'                                               # default
rate_per_minute = 60                                         # default
auth_header = 'Authorization'                                # default
auth_scheme = ''                                             # line 13

[profiles."lin.1".paths]
cards = '/v2/cards'                                          # line 16

[clipboard]
mode = 'auto'                                                # default
clear_after = '30s'                                          # default

[ui]
hide_after = '20s'                                           # default
hide_on_blur = false                                         # default
lock_after = '1h30m'                                         # line 18
refresh = '30s'                                              # default
theme = 'mono'                                               # CARDWALLET_THEME
symbols = 'auto'                                             # default
mouse = 'on'                                                 # default
motion = 'on'                                                # default
notify = 'bell'                                              # default
remember_last4 = true                                        # default

[limits]
per_person_per_day = {USD = '1000'}                          # line 20

[state]
dir = '/srv/wallet/state'                                    # line 22
url = 'postgresql://ops@db.example.com:5433/cardwallet?sslmode=verify-full' # line 23
password = 'keyring:cardwallet/state'                        # line 24
person = 'ops-1'                                             # line 25

[keys]
top-up = ['T']                                               # line 28
withdraw = ['W', 'ctrl+w']                                   # line 27
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}

// What is shown can be kept as the config: it says the same.
func TestShowReadsBack(t *testing.T) {
	for name, text := range map[string]string{"everything": everything, "example": Example, "all": fin + ads + lin} {
		first, err := Parse("c.toml", []byte(text))
		if err != nil {
			t.Fatal(name, err)
		}
		shown, err := first.Show()
		if err != nil {
			t.Fatal(name, err)
		}
		second, err := Parse("c.toml", []byte(shown))
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, shown)
		}
		if diff := cmp.Diff(first, second, cmpopts.IgnoreUnexported(Config{}), cmp.AllowUnexported(Ref{})); diff != "" {
			t.Errorf("%s (-first +second):\n%s", name, diff)
		}
	}
}

func TestSettingsInForce(t *testing.T) {
	c, err := Parse("c.toml", []byte("[profiles.ads]\nissuer = \"aurex\"\nuser_id = \"u\"\napi_key = \"env:K\"\n"+
		"[limits]\nper_day = { USD = \"5.00\" }\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range c.InForce() {
		got = append(got, fmt.Sprintf("%s = %#v, %s", strings.Join(s.Path, "."), s.Value, s.From))
	}
	want := []string{`profiles.ads.issuer = "aurex", line 2`, `profiles.ads.base_url = "https://aurex.cash/api/dashboard", default`,
		`profiles.ads.rate_per_minute = 60, default`, `profiles.ads.user_id = "u", line 3`, `profiles.ads.api_key = "env:K", line 4`,
		`limits.per_day = config.Amounts{"USD":"5"}, line 6`}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s is not in force", line)
		}
	}
	if t.Failed() {
		t.Log(strings.Join(got, "\n"))
	}
}

func TestExampleHasAllIssuers(t *testing.T) {
	c, err := Parse("example.toml", []byte(Example))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range c.Profiles {
		got = append(got, p.Issuer)
	}
	if diff := cmp.Diff(issuers, got); diff != "" {
		t.Errorf("issuers (-want +got):\n%s", diff)
	}
}
