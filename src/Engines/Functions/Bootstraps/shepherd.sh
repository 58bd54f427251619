# Ends the sandboxes when the server is gone, however it went: the server's end of our standard input closes with it.
flock=
while read -r what group; do
  case $what in
    add) flock="$flock $group" ;;
    gone)
      left=
      for member in $flock; do [ "$member" = "$group" ] || left="$left $member"; done
      flock=$left ;;
  esac
done
for group in $flock; do kill -9 -- "-$group" 2>/dev/null || kill -9 "$group" 2>/dev/null; done
