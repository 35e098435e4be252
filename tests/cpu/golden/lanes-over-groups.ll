; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_1x2x8_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <8 x float>
  %"acc0_1" = alloca <8 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 47
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = load ptr, ptr %"cursor", align 1
  %tile.body.9 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.10 = load i64, ptr %tile.body.9, align 1
  %tile.body.11 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.12 = load i64, ptr %tile.body.11, align 1
  %tile.body.13 = getelementptr i8, ptr %tile.body.8, i64 8
  %tile.body.14 = load i64, ptr %tile.body.13, align 1
  %tile.body.15 = getelementptr i8, ptr %tile.body.8, i64 72
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = add i64 %tile.body.10, 1
  %tile.body.18 = icmp slt i64 %tile.body.14, %tile.body.17
  %tile.body.19 = icmp slt i64 0, %tile.body.16
  %tile.body.20 = and i1 %tile.body.18, %tile.body.19
  %tile.body.21 = select  i1 %tile.body.20, i64 %tile.body.16, i64 0
  %tile.body.22 = getelementptr i8, ptr %tile.body.8, i64 %tile.body.21
  %tile.body.23 = select  i1 %tile.body.20, i64 0, i64 %tile.body.10
  %tile.body.24 = select  i1 %tile.body.20, i64 0, i64 %tile.body.12
  %tile.body.25 = load ptr, ptr %tile.body.22, align 1
  %tile.body.26 = getelementptr i8, ptr %tile.body.22, i64 8
  %tile.body.27 = load i64, ptr %tile.body.26, align 1
  %tile.body.28 = getelementptr i8, ptr %tile.body.22, i64 16
  %tile.body.29 = load i64, ptr %tile.body.28, align 1
  %tile.body.30 = getelementptr i8, ptr %tile.body.22, i64 24
  %tile.body.31 = load i64, ptr %tile.body.30, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.22, i64 32
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.22, i64 40
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.22, i64 48
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.22, i64 56
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.22, i64 64
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.22, i64 72
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = mul i64 %tile.body.24, %tile.body.31
  %tile.body.45 = sub i64 %tile.body.33, %tile.body.44
  %tile.body.46 = icmp slt i64 %tile.body.31, %tile.body.45
  %tile.body.47 = select  i1 %tile.body.46, i64 %tile.body.31, i64 %tile.body.45
  %tile.body.48 = icmp slt i64 %tile.body.23, %tile.body.27
  %tile.body.49 = select  i1 %tile.body.48, i64 %tile.body.47, i64 0
  %tile.body.50 = mul i64 %tile.body.23, %tile.body.37
  %tile.body.51 = mul i64 %tile.body.44, %tile.body.35
  %tile.body.52 = add i64 %tile.body.50, %tile.body.51
  %tile.body.53 = getelementptr i8, ptr %tile.body.25, i64 %tile.body.52
  %tile.body.54 = add i64 %tile.body.24, 1
  %tile.body.55 = icmp eq i64 %tile.body.54, %tile.body.29
  %tile.body.56 = zext i1 %tile.body.55 to i64
  %tile.body.57 = add i64 %tile.body.23, %tile.body.56
  %tile.body.58 = select  i1 %tile.body.55, i64 0, i64 %tile.body.54
  store ptr %tile.body.22, ptr %"cursor", align 1
  %tile.body.59 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.57, ptr %tile.body.59, align 1
  %tile.body.60 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.58, ptr %tile.body.60, align 1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_1"
  %tile.body.61 = icmp slt i64 0, %"n"
  br i1 %tile.body.61, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = icmp slt i64 0, %"p"
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = mul i64 %"n.1", %tile.body.41
  %p.body.2 = mul i64 %"p.1", %tile.body.39
  %p.body.3 = add i64 %p.body.1, %p.body.2
  %p.body.4 = getelementptr i8, ptr %tile.body.53, i64 %p.body.3
  %p.body.5 = icmp slt i64 0, %tile.body.49
  br i1 %p.body.5, label %"line.body", label %"line.done"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.1, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = mul i64 %"line", %tile.body.35
  %line.body.2 = getelementptr i8, ptr %p.body.4, i64 %line.body.1
  call void @"llvm.prefetch.p0"(ptr %line.body.2, i32 0, i32 2, i32 1)
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.49
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  %line.done.1 = mul i64 %"n.1", %"an"
  %line.done.2 = mul i64 %"p.1", %"ap"
  %line.done.3 = add i64 %line.done.1, %line.done.2
  %line.done.4 = getelementptr i8, ptr %tile.body.2, i64 %line.done.3
  store ptr %line.done.4, ptr %entry.2
  %line.done.5 = mul i64 %"n.1", %"bn"
  %line.done.6 = mul i64 %"p.1", %"bp"
  %line.done.7 = add i64 %line.done.5, %line.done.6
  %line.done.8 = getelementptr i8, ptr %tile.body.4, i64 %line.done.7
  store ptr %line.done.8, ptr %entry.3
  %line.done.9 = icmp slt i64 0, %"q"
  br i1 %line.done.9, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.2
  %q.body.2 = load ptr, ptr %entry.3
  %q.body.3 = load ptr, ptr %entry.3
  %q.body.4 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.5 = getelementptr i8, ptr %q.body.2, i64 16
  %q.body.6 = load <8 x float>, ptr %q.body.5, align 1
  %q.body.7 = load <8 x float>, ptr %q.body.1, align 1
  %q.body.8 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.9 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.7, <8 x float> %q.body.4, <8 x float> %q.body.8)
  store <8 x float> %q.body.9, <8 x float>* %"acc0_0"
  %q.body.10 = getelementptr i8, ptr %q.body.1, i64 16
  %q.body.11 = load <8 x float>, ptr %q.body.10, align 1
  %q.body.12 = load <8 x float>, <8 x float>* %"acc0_1"
  %q.body.13 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.11, <8 x float> %q.body.6, <8 x float> %q.body.12)
  store <8 x float> %q.body.13, <8 x float>* %"acc0_1"
  %q.body.14 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.14, ptr %entry.2
  %q.body.15 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.15, ptr %entry.3
  %"q.next" = add i64 %"q.1", 1
  %q.body.16 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.16, label %"q.body", label %"q.done"
q.done:
  %"p.next" = add i64 %"p.1", 1
  %q.done.1 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.1, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <8 x float>, <8 x float>* %"acc0_0"
  store <8 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <8 x float>, <8 x float>* %"acc0_1"
  %n.done.if.3 = shufflevector <8 x float> %n.done.if.2, <8 x float> %n.done.if.2, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %n.done.if.4 = getelementptr i8, ptr %tile.body.6, i64 32
  store <4 x float> %n.done.if.3, ptr %n.done.if.4, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.else.2 = load <8 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <8 x float> %n.done.else.2, %n.done.else.1
  store <8 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <8 x float>, <8 x float>* %"acc0_1"
  %n.done.else.5 = shufflevector <8 x float> %n.done.else.4, <8 x float> %n.done.else.4, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %n.done.else.6 = getelementptr i8, ptr %tile.body.6, i64 32
  %n.done.else.7 = load <4 x float>, ptr %n.done.else.6, align 1
  %n.done.else.8 = fadd <4 x float> %n.done.else.7, %n.done.else.5
  %n.done.else.9 = getelementptr i8, ptr %tile.body.6, i64 32
  store <4 x float> %n.done.else.8, ptr %n.done.else.9, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define void @"main"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = mul i64 %"slot", %"panel_bytes"
  %entry.16 = getelementptr i8, ptr %"panels", i64 %entry.15
  %entry.17 = icmp eq i64 0, 0
  %entry.18 = icmp eq i64 1, 1
  %entry.19 = add i64 %"xn", %"xh"
  %entry.20 = mul i64 -1, %"xw"
  %entry.21 = add i64 %entry.19, %entry.20
  %entry.22 = getelementptr i8, ptr %"x", i64 %entry.21
  %entry.23 = getelementptr i8, ptr %entry.22, i64 %"xw"
  %entry.24 = getelementptr i8, ptr %"dy", i64 %"dyn"
  %"cursor" = alloca [23 x i64]
  %entry.25 = ptrtoint [23 x i64]* %"cursor" to i64
  %entry.26 = inttoptr i64 %entry.25 to ptr
  %entry.27 = getelementptr i8, ptr %entry.26, i64 24
  store ptr %entry.27, ptr %entry.26, align 1
  %entry.28 = getelementptr i8, ptr %entry.26, i64 8
  store i64 0, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %entry.26, i64 16
  store i64 0, ptr %entry.29, align 1
  %entry.30 = select  i1 %entry.18, i64 0, i64 1
  store ptr %entry.23, ptr %entry.27, align 1
  %entry.31 = getelementptr i8, ptr %entry.27, i64 8
  store i64 %entry.30, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %entry.27, i64 16
  store i64 3, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %entry.27, i64 24
  store i64 2, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %entry.27, i64 32
  store i64 6, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %entry.27, i64 40
  store i64 64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %entry.27, i64 48
  store i64 0, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %entry.27, i64 56
  store i64 %"xh", ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %entry.27, i64 64
  store i64 %"xn", ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %entry.27, i64 72
  store i64 80, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %entry.27, i64 80
  %entry.41 = select  i1 %entry.18, i64 0, i64 1
  store ptr %entry.24, ptr %entry.40, align 1
  %entry.42 = getelementptr i8, ptr %entry.40, i64 8
  store i64 %entry.41, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %entry.40, i64 16
  store i64 3, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %entry.40, i64 24
  store i64 2, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %entry.40, i64 32
  store i64 6, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %entry.40, i64 40
  store i64 64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %entry.40, i64 48
  store i64 0, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %entry.40, i64 56
  store i64 %"dyp", ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %entry.40, i64 64
  store i64 %"dyn", ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %entry.40, i64 72
  store i64 0, ptr %entry.50, align 1
  %entry.51 = mul i64 -1, %"xh"
  %entry.52 = mul i64 -1, %"xw"
  %entry.53 = add i64 %entry.51, %entry.52
  %entry.54 = getelementptr i8, ptr %"x", i64 %entry.53
  %entry.55 = icmp eq i64 0, 0
  %entry.56 = icmp slt i64 0, 1
  %entry.57 = and i1 %entry.55, %entry.56
  %entry.58 = icmp slt i64 0, 3
  br i1 %entry.58, label %"r.body", label %"r.done"
r.body:
  %"r" = phi  i64 [0, %"entry"], [%"r.next", %"s.done"]
  %r.body.1 = add i64 %"r", -1
  %r.body.2 = sub i64 0, %r.body.1
  %r.body.3 = icmp sgt i64 0, %r.body.2
  %r.body.4 = select  i1 %r.body.3, i64 0, i64 %r.body.2
  %r.body.5 = sub i64 4, %r.body.1
  %r.body.6 = add i64 %r.body.5, 1
  %r.body.7 = icmp slt i64 5, %r.body.6
  %r.body.8 = select  i1 %r.body.7, i64 5, i64 %r.body.6
  %r.body.9 = icmp sgt i64 %r.body.4, 0
  %r.body.10 = select  i1 %r.body.9, i64 %r.body.4, i64 0
  %r.body.11 = icmp slt i64 %r.body.8, 5
  %r.body.12 = select  i1 %r.body.11, i64 %r.body.8, i64 5
  %r.body.13 = add i64 %r.body.10, %"r"
  %r.body.14 = sub i64 %r.body.12, %r.body.10
  %r.body.15 = icmp slt i64 0, 3
  br i1 %r.body.15, label %"s.body", label %"s.done"
r.done:
  ret void
s.body:
  %"s" = phi  i64 [0, %"r.body"], [%"s.next", %"s.body"]
  %s.body.1 = add i64 %"s", -1
  %s.body.2 = sub i64 0, %s.body.1
  %s.body.3 = icmp sgt i64 0, %s.body.2
  %s.body.4 = select  i1 %s.body.3, i64 0, i64 %s.body.2
  %s.body.5 = sub i64 5, %s.body.1
  %s.body.6 = add i64 %s.body.5, 1
  %s.body.7 = icmp slt i64 6, %s.body.6
  %s.body.8 = select  i1 %s.body.7, i64 6, i64 %s.body.6
  %s.body.9 = icmp sgt i64 %s.body.4, 0
  %s.body.10 = select  i1 %s.body.9, i64 %s.body.4, i64 0
  %s.body.11 = icmp slt i64 %s.body.8, 6
  %s.body.12 = select  i1 %s.body.11, i64 %s.body.8, i64 6
  %s.body.13 = add i64 %s.body.10, %"s"
  %s.body.14 = sub i64 %s.body.12, %s.body.10
  %s.body.15 = icmp eq i64 %"r", 0
  %s.body.16 = icmp eq i64 %"s", 0
  %s.body.17 = mul i64 %r.body.13, %"xh"
  %s.body.18 = mul i64 %s.body.13, %"xw"
  %s.body.19 = add i64 %s.body.17, %s.body.18
  %s.body.20 = getelementptr i8, ptr %entry.54, i64 %s.body.19
  %s.body.21 = mul i64 %r.body.10, %"dyp"
  %s.body.22 = mul i64 %s.body.10, %"dyq"
  %s.body.23 = add i64 %s.body.21, %s.body.22
  %s.body.24 = getelementptr i8, ptr %"dy", i64 %s.body.23
  %s.body.25 = mul i64 %"r", 36
  %s.body.26 = mul i64 %"s", 12
  %s.body.27 = add i64 %s.body.25, %s.body.26
  %s.body.28 = mul i64 %s.body.27, 4
  %s.body.29 = getelementptr i8, ptr %"out", i64 %s.body.28
  call void @"tile_1x2x8_0"(ptr %s.body.20, ptr %s.body.24, ptr %s.body.29, i1 %entry.17, i64 1, i64 4, i64 0, i64 48, i64 1, i64 %r.body.14, i64 %s.body.14, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"dyn", i64 %"dyp", i64 %"dyq", ptr %entry.26)
  %"s.next" = add i64 %"s", 1
  %s.body.30 = icmp slt i64 %"s.next", 3
  br i1 %s.body.30, label %"s.body", label %"s.done"
s.done:
  %"r.next" = add i64 %"r", 1
  %s.done.1 = icmp slt i64 %"r.next", 3
  br i1 %s.done.1, label %"r.body", label %"r.done"
}

