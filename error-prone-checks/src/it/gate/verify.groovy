// What the gate said, beside what the bad commits mark with "// blocked: RULE"; then the report that docs/ci-gate.md has.
import groovy.json.JsonSlurper

def pom = new File(basedir, 'pom.xml').text
def modules = (pom =~ /<module>(\w+)<\/module>/).collect { it[1] }

// Each rule that blocks is here.
def rows = new File(docs, 'checks/README.md').readLines()
def red = ['WorkBeforeCleanupRegistered', 'SpanCrossesThread']
def rules = rows.collect { (it =~ /^\| \[(\w+)\]\(\w+\.md\) \| (\w+) \|/).with { it ? [it[0][1], it[0][2]] : null } }.findAll()
def blocking = rules.findAll { it[1] == 'error' || it[0] in red }.collect { it[0] }
assert modules.containsAll(blocking): "add modules for ${blocking - modules}"

// One part of the log for each build.
def parts = new File(basedir, 'build.log').text.split(/(?m)^.*Scanning for projects\.\.\.$/).drop(1)
assert parts.size() == 4: 'four builds were to run'
def said = { String level, String part ->
  (part =~ /(?m)^\[$level\] (\S+\.java):\[(\d+),\d+\] \[(\w+)\]/).collect { [new File(it[1]).canonicalPath, it[2] as int, it[3]] }.toSet()
}

def blocked = modules.collectMany { module ->
  def here = []
  new File(basedir, "$module/bad").eachFileRecurse { file ->
    if (file.name.endsWith('.java')) {
      file.readLines().eachWithIndex { line, at ->
        def mark = line =~ /\/\/ blocked: (\w+(?: \w+)*)$/
        if (mark) mark[0][1].split(' ').each { here << [file.canonicalPath, at + 1, it] }
      }
    }
  }
  assert here*.get(2).contains(module): "$module marks ${here*.get(2)}"
  here
}.toSet()

def bad = said('ERROR', parts[0])
assert bad == blocked: "blocked: $bad\nto be blocked: $blocked"

def mended = said('ERROR', parts[1])
assert mended.isEmpty(): "mended, and yet: $mended"

// The red lines alone, without the profile: a warning.
def crossed = blocked.findAll { it[2] in red }
assert crossed.size() == red.size()
def warned = parts[2..3].collectMany { part -> said('WARNING', part) }
assert parts[2..3].every { part -> said('ERROR', part).isEmpty() }
assert warned.containsAll(crossed): "warnings: $warned"

// The report holds the same.
def log = new File(basedir, 'bad.log')
log.text = parts[0]
def sarif = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", new File(docs, 'ci-gate/Sarif.java').path, basedir.path)
    .redirectInput(log).redirectErrorStream(true).start()
def report = new JsonSlurper().parse(sarif.inputStream)
assert sarif.waitFor() == 0
assert report.version == '2.1.0'
def reported = report.runs[0].results.findAll { it.level == 'error' }.collect {
  def place = it.locations[0].physicalLocation
  [new File(basedir, place.artifactLocation.uri).canonicalPath, place.region.startLine, it.ruleId]
}
assert reported.size() == blocked.size() && reported.toSet() == blocked: "reported: $reported"

// What the page tells to paste is what was run.
def flat = { it.replaceAll(/\s+/, ' ').trim() }
def page = new File(docs, 'ci-gate.md').text
def pasted = (page =~ /(?s)```xml\n(.*?)```/).collect { it[1] }
assert pasted.size() >= 2
pasted.each { assert flat(pom).contains(flat(it)): "not in the sample: $it" }
def flags = (page =~ /(?s)```text\n(--add.*?)```/).collect { it[1] }
assert flags == [new File(basedir, '.mvn/jvm.config').text]
