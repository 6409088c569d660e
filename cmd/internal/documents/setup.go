package documents

// Finding is one thing that was looked at.
type Finding struct {
	Group  string        `json:"group"`  // what it belongs to: config, state, a profile, clipboard, terminal, process
	Name   string        `json:"name"`   // what was looked at
	Status FindingStatus `json:"status"` // what came of it
	Detail *string       `json:"detail"` // what was found
	Fix    *string       `json:"fix"`    // what to do; null where there is nothing
}

// FindingStatus is what came of a look at something.
type FindingStatus string

// Check is one setting that was checked.
type Check struct {
	Profile *string `json:"profile"` // the profile; null for what is of none
	What    string  `json:"what"`    // the setting
	OK      bool    `json:"ok"`      // whether it can be used
	Detail  string  `json:"detail"`  // what it is, or why it cannot be used; no secret
}

// Places is where config and state are.
type Places struct {
	Path      string  `json:"path"`       // the config file, whether it is there or not
	State     *string `json:"state"`      // the state directory
	StateFrom *string `json:"state_from"` // what says so
}

// Settings are the settings in force.
type Settings struct {
	Path     *string   `json:"path"`     // the config file
	Selected []string  `json:"selected"` // the profiles in use
	Settings []Setting `json:"settings"` // each that is set, or has a default
}

// Setting is one setting.
type Setting struct {
	Key   string  `json:"key"`   // its name with its tables: ui.theme, profiles.fin.issuer
	Value any     `json:"value"` // a text, number, boolean, list of texts, money or list of it; a secret's reference; null where empty
	From  *string `json:"from"`  // a line of the file, a variable, a flag, or default; null where nothing is in force
}

// Key is the public half of an RSA key.
type Key struct {
	Bits        int    `json:"bits"`        // its size
	Fingerprint string `json:"fingerprint"` // a hash that tells it from others
	Weak        bool   `json:"weak"`        // whether it is smaller than is good
	PublicKey   string `json:"public_key"`  // in base64, as issuers take it
}

// Sandbox is where the simulated issuers can be reached.
type Sandbox struct {
	Config   string `json:"config"`   // a config file for them
	Accounts string `json:"accounts"` // what their dashboards show: addresses and names, as assignments of a shell
}

// NewProfile is a profile that was written into the config.
type NewProfile struct {
	Config  string    `json:"config"`  // the config file
	Profile string    `json:"profile"` // its name there
	Key     *Key      `json:"key"`     // the key that was made for it, to be registered with the issuer; null where none was
	Checks  []Finding `json:"checks"`  // what doctor says of it
}

// Notice is what is told beside a document: an error, a warning or a note.
type Notice struct {
	Level   NoticeLevel `json:"level"`   // an error ends the command, or a part of it; a warning does not
	Kind    *string     `json:"kind"`    // what kind of failure: see docs/errors.md; null for a note
	Message string      `json:"message"` // what failed, or what is to be known
	Hint    *string     `json:"hint"`    // what to do, on one line or more; null where there is nothing to say
	Profile *string     `json:"profile"` // the account that it is about; null where it is about none or several
	Exit    *int        `json:"exit"`    // the exit code that an error stands for; else null
}

// NoticeLevel is how much a notice matters.
type NoticeLevel string

// The levels.
const (
	LevelError   NoticeLevel = "error"   // it decides the exit code, or would if it stood alone
	LevelWarning NoticeLevel = "warning" // a failure that does not end the command
	LevelNote    NoticeLevel = "note"
)

// Rotation is where the change of a profile's key stands.
type Rotation struct {
	Profile  string       `json:"profile"`   // the profile
	Step     RotationStep `json:"step"`      // what was done
	Key      string       `json:"key"`       // the key file that the config names now
	NextKey  *string      `json:"next_key"`  // the key file that is to take its place
	PriorKey *string      `json:"prior_key"` // the key file that had its place, and stays for going back
	Register *Key         `json:"register"`  // the public half that is to be registered at the issuer
	Checks   []Finding    `json:"checks"`    // what came of opening something sealed, with each key
}

// RotationStep is what was done for the change of a key.
type RotationStep string

// The steps.
const (
	RotationMade     RotationStep = "made"     // the new key was made
	RotationWaiting  RotationStep = "waiting"  // the issuer does not seal for it yet
	RotationSwitched RotationStep = "switched" // the config names it
	RotationDone     RotationStep = "done"     // it was switched earlier: nothing was done now
	RotationChecked  RotationStep = "checked"  // the keys were tried alone
	RotationBack     RotationStep = "back"     // the config names the key before
)
