package clip

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// concealing is JavaScript for osascript that puts its stdin on the clipboard of macOS as concealed, the type by which clipboard
// histories know a password (nspasteboard.org). pbcopy can only put text there.
const concealing = `ObjC.import("AppKit");
var input = $.NSFileHandle.fileHandleWithStandardInput.readDataToEndOfFile;
var text = $.NSString.alloc.initWithDataEncoding(input, $.NSUTF8StringEncoding);
var board = $.NSPasteboard.generalPasteboard;
board.clearContents;
var put = board.setStringForType(text, "public.utf8-plain-text");
if (!put || !board.setStringForType($(""), "org.nspasteboard.ConcealedType")) throw new Error("refused");
`

// osascriptLimit leaves the library time to do it without the type.
const osascriptLimit = time.Second

// conceal puts text on the clipboard by osascript. The script is among the arguments, the text is not.
func conceal(text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), osascriptLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "osascript", "-l", "JavaScript", "-e", concealing)
	cmd.Env = bareEnv(os.Environ())
	cmd.Stdin = strings.NewReader(text)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("osascript: %w", err)
	}
	return nil
}
